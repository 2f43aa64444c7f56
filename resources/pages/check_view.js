// What of a check is seen: the state of its items, photos, the summary, and what is kept where.
import { answers, dirty, most, now, path, photos, points, root, say, shots, stateOf, work } from "./check_state.js";

const pictures = new Map();
let removes = () => {};

// `remove` is called with the id of a photo that somebody takes away.
export function onRemove(remove) {
  removes = remove;
}

export function show() {
  const items = new Map();
  for (const { code, item } of points.values()) items.set(item, [...(items.get(item) ?? []), code]);
  const left = [];
  for (const [item, codes] of items) {
    const card = document.getElementById(item);
    const stands = stateOf(codes);
    card.className = `card item ${stands}`;
    card.querySelector(".all").hidden = stands !== "open";
    const begun = codes.some((code) => answers.get(code).result);
    card.querySelector(".all span").textContent = say(begun ? "rest_pass" : "all_pass");
    showState(card.querySelector(".state"), stands);
    if (stands === "open") left.push(card.querySelector("h2").textContent);
  }
  for (const { code, field } of points.values()) showShots(field.querySelector(".shots"), code);
  document.getElementById("left").textContent = left.length ? say("left", { count: left.length }) : say("left_none");
  showSummary(left);
  showKeeping();
}

function showState(place, stands) {
  if (place.dataset.state === stands) return;
  place.dataset.state = stands;
  const tone = { pass: "good", fail: "wrong", open: "quiet" }[stands];
  place.replaceChildren(element("span", say(stands), `tag ${tone}`));
}

function showShots(list, code) {
  const ids = shots(code).map((each) => `${each.photo} ${each.state}`).join();
  if (list.dataset.shown === ids) return;
  list.dataset.shown = ids;
  list.replaceChildren(
    ...shots(code).map((photo, at) => {
      const line = document.createElement("li");
      const button = element("button", say("photo_remove"), "quiet");
      Object.assign(button, { type: "button", onclick: () => removes(photo.photo) });
      line.append(picture(photo, at + 1), button);
      if (photo.state === "kept") line.append(element("small", say("photo_kept")));
      return line;
    }),
  );
  points.get(code).field.querySelector(".take").hidden = shots(code).length >= most;
}

function picture(photo, number) {
  const image = document.createElement("img");
  if (photo.jpeg && !pictures.has(photo.photo))
    pictures.set(photo.photo, URL.createObjectURL(new Blob([photo.jpeg], { type: "image/jpeg" })));
  image.src = pictures.get(photo.photo) ?? `${path}/photos/${photo.photo}`;
  image.alt = `${say("photo_of")} ${number}`;
  return image;
}

function showSummary(left) {
  const count = (result) => [...answers.values()].filter((each) => each.result === result).length;
  for (const result of ["pass", "fail", "na"]) document.getElementById(`sum-${result}`).textContent = count(result);
  const missing = document.getElementById("sum-missing");
  missing.hidden = !left.length;
  missing.textContent = say("no_place", { items: left.join(" · ") });
  document.getElementById("sum-sign").hidden = left.length > 0 || Boolean(work.signed);
  const lines = [...points.values()].filter(({ code }) => answers.get(code).result === "fail").map(summaryLine);
  document.getElementById("sum-fails").replaceChildren(...(lines.length ? lines : [element("li", say("no_fails"))]));
}

function summaryLine({ code, field, title }) {
  const line = document.createElement("li");
  const until = field.querySelector("select").selectedOptions[0]?.textContent ?? "";
  line.append(element("b", title), element("p", answers.get(code).note), element("small", until));
  if (shots(code).length) {
    const list = element("ul", "", "shots");
    list.append(...shots(code).map((photo, at) => wrapped(picture(photo, at + 1))));
    line.append(list);
  }
  return line;
}

function wrapped(inner) {
  const line = document.createElement("li");
  line.append(inner);
  return line;
}

function showKeeping() {
  const place = document.getElementById("keeping");
  const count = [...answers.values()].filter(dirty).length;
  const kept = [...photos.values()].filter((each) => each.state === "kept").length;
  const touched = [...answers.values()].some((each) => each.n) || photos.size > 0 || work.signed;
  const offline = kept ? say("offline_photos", { count, photos: kept }) : say("offline", { count });
  let words = [say("all_kept"), "good"];
  if (now.full) words = [say("full"), "wrong"];
  else if (now.net === "out") words = [say("signed_out"), "attention"];
  else if (now.refused) words = [now.refused, "wrong"];
  else if (now.net === "away") words = [work.signed ? say("signed") : offline, "attention"];
  else if (now.net === "busy") words = [say("later", { count: count + kept }), "attention"];
  else if (count + kept || (now.busy && work.signed)) words = [say("sending", { count: count + kept }), "quiet"];
  place.hidden = !touched && !now.full;
  place.className = `banner keeping ${words[1]}`;
  if (place.firstChild?.textContent !== words[0]) place.replaceChildren(element("span", words[0]));
  if (now.net === "out" && place.childElementCount === 1) {
    const link = element("a", say("sign_in"));
    link.href = `/sign-in?next=${encodeURIComponent(path)}`;
    place.append(link);
  }
}

function element(name, words, look = "") {
  const made = document.createElement(name);
  made.textContent = words;
  if (look) made.className = look;
  return made;
}
