/* Keeps the visitor's screen current: asks every two seconds, puts what came in place, counts the seconds. For the
   browsers of old tablets: nothing newer than 2012. */
(function () {
  "use strict";
  var EVERY = 2000, LATE = 6000, heard = Date.now(), asking = false;
  var box = document.getElementById("screen"), whole = document.getElementById("whole");

  function parts() { return box.firstElementChild; }

  function ask() {
    if (asking) { return; }
    asking = true;
    var call = new XMLHttpRequest();
    call.open("GET", "/screen/now?had=" + parts().getAttribute("data-version"));
    call.timeout = 5000;
    call.onload = function () {
      asking = false;
      if (call.status === 403) { location.reload(); return; }
      if (call.status !== 200 && call.status !== 204) { return; }
      heard = Date.now();
      if (call.status === 200) { box.innerHTML = call.responseText; begin(); }
      document.body.className = "";
    };
    call.onerror = call.ontimeout = function () { asking = false; };
    call.send();
  }

  var ends = 0;
  function begin() { ends = Date.now() + 1000 * Number(parts().getAttribute("data-left")); }

  function count() {
    var left = document.getElementById("left"), bar = box.getElementsByTagName("progress")[0];
    var seconds = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    if (left && bar) { left.textContent = String(seconds); bar.value = seconds; }
    /* a code that nobody can take any more is not shown */
    if (Date.now() - heard > LATE) { document.body.className = "lost"; }
  }

  function fullscreen() { return document.fullscreenElement || document.webkitFullscreenElement; }

  function offer() {
    var can = document.documentElement.requestFullscreen || document.documentElement.webkitRequestFullscreen;
    whole.hidden = !can || !!fullscreen();
  }

  whole.onclick = function () {
    var root = document.documentElement;
    (root.requestFullscreen || root.webkitRequestFullscreen).call(root);
  };
  document.addEventListener("fullscreenchange", offer);
  document.addEventListener("webkitfullscreenchange", offer);
  offer();
  begin();
  setInterval(ask, EVERY);
  setInterval(count, 500);
}());
