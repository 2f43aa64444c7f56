// A check goes on without a network: what is answered is kept on the phone first, and sent when it can be. Without this
// script the page is plain forms.
import { forget } from "./check_kept.js";
import { newId, shrunk } from "./check_photo.js";
import { ask, send, soon } from "./check_sending.js";
import {
  answers, base, begin, changed, changes, draft, keep, knows, load, most, now, path, photos, points, read, root, say, seen,
  shots, told, unsign, work,
} from "./check_state.js";
import { onRemove, show } from "./check_view.js";

const TYPING_MS = 400;
let typing = 0;

// The page's fields are what stands; all of them at once, then kept one after the other.
async function answered(...codes) {
  const changed = codes.map((code) => {
    const answer = answers.get(code);
    return Object.assign(answer, read(points.get(code).field), { n: answer.n + 1, refused: false });
  });
  now.refused = "";
  await unsign();
  for (const answer of changed) await keep("answers", answer);
  send();
}

function passAll(item) {
  const open = [...points.values()].filter((each) => each.item === item && !answers.get(each.code).result);
  for (const { field } of open) field.querySelector("input.pass").checked = true;
  return answered(...open.map(({ code }) => code));
}

async function take(code, input) {
  const file = input.files[0];
  const said = points.get(code).field.querySelector(".said");
  const tell = (words) => {
    said.textContent = words;
    said.hidden = !words;
  };
  tell("");
  if (!file) return;
  if (shots(code).length >= most) {
    tell(say("photos_enough", { most }));
    return;
  }
  try {
    const jpeg = await shrunk(file);
    const photo = { draft, photo: newId(), point: code, jpeg, state: "kept", acked: 0 };
    await unsign();
    if (!(await keep("photos", photo))) return;
    photos.set(photo.photo, photo);
    changed();
    send();
  } catch (why) {
    tell(say(knows(String(why)) ? String(why) : "not_taken"));
  } finally {
    input.value = "";
  }
}

async function remove(id) {
  const photo = photos.get(id);
  Object.assign(photo, { state: "drop", jpeg: null });
  await unsign();
  await keep("photos", photo);
  send();
}

async function sign() {
  work.signed = { seen: seen(), ended: Date.now() + work.off };
  await keep("drafts", work);
  send();
}

async function giveUp() {
  const came = await ask(path, new URLSearchParams({ do: "give_up", script: "1" }), "csrf");
  if (came.state !== "done") return changed();
  await forget(base(), draft);
  location.replace("/checks?done=given_up");
}

// --- what is heard

function listen() {
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.id === "give-up") giveUp();
    else if (event.submitter?.value === "all") passAll(event.target.item.value);
  });
  root.addEventListener("change", ({ target }) => {
    const code = target.closest("[data-point]")?.dataset.point;
    if (!code) return;
    if (target.type === "file") take(code, target);
    else {
      clearTimeout(typing);
      answered(code);
    }
  });
  root.addEventListener("input", ({ target }) => {
    if (target.localName !== "textarea") return;
    clearTimeout(typing);
    typing = setTimeout(() => answered(target.closest("[data-point]").dataset.point), TYPING_MS);
  });
  document.getElementById("to-summary").addEventListener("click", (event) => {
    event.preventDefault();
    location.hash = "sum";
  });
  document.getElementById("sign").addEventListener("click", sign);
  window.addEventListener("hashchange", turn);
  window.addEventListener("online", soon);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && soon());
  told.onmessage = async ({ data }) => {
    if (data.draft !== draft) return;
    if (data.sent) location.replace(`/inspections/${draft}`);
    await load(false);
    changed();
  };
}

// Walk and summary are two pages to whoever looks; going back leads from one to the other.
function turn() {
  const summary = location.hash === "#sum";
  document.getElementById("walk").hidden = summary;
  document.getElementById("sum").hidden = !summary;
  window.scrollTo(0, 0);
}

// So that the page can be loaded again without a network; needs TLS (or this machine itself).
async function stayHere() {
  navigator.storage?.persist?.();
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register("/static/check_worker.js", { scope: "/checks" });
  const kept = await caches.open("quanyi-checks-1");
  const loads = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")].map((each) => each.href);
  const modules = ["", "_kept", "_photo", "_sending", "_state", "_view", "_wire"].map((part) => `/static/check${part}.js`);
  await kept.addAll([path, "/checks", ...loads, ...modules]);
  root.dataset.kept = "yes";
}

if ("indexedDB" in window) {
  begin().then(() => {
    document.documentElement.classList.add("scripted");
    for (const each of root.querySelectorAll(".by-script")) each.hidden = false;
    now.refused = sessionStorage.getItem("quanyi-said") ?? "";
    sessionStorage.removeItem("quanyi-said");
    changes.addEventListener("change", show);
    onRemove(remove);
    listen();
    turn();
    show();
    send();
    stayHere().catch(() => {});
  });
}
