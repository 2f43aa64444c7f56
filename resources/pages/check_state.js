// A check as it stands in this tab: read from the page and from what the phone keeps. The hub takes each piece as often
// as it comes, so that a lost answer costs nothing.
import { all, one, open, put } from "./check_kept.js";

export const root = document.getElementById("check");
const says = JSON.parse(root.dataset.says);
export const draft = root.dataset.draft;
export const path = `/checks/${draft}`;
export const most = Number(root.dataset.photos);
export const told = "BroadcastChannel" in window ? new BroadcastChannel("quanyi-checks") : { postMessage() {} };

// Checkpoints of the page, answers by checkpoint, photos by id; `work` is whether it is signed, and how far this phone's
// clock is off the hub's (ms).
export const points = new Map();
export const answers = new Map();
export const photos = new Map();
export const work = { draft, signed: null, off: Number(root.dataset.now) - Date.now() };
// `net` is how the last form went (see check_wire.js), `full` that the phone had no room, `refused` what the hub said.
export const now = { net: "done", full: false, busy: false, refused: "", token: root.dataset.csrf };
// Is told whenever something changed.
export const changes = new EventTarget();
let db;

export const base = () => db;
// As `Words.say` of the hub does: `{count} {count|photo|photos}`.
export function say(name, values = {}) {
  const formed = says[name].replace(/\{(\w+)\|([^|{}]*)\|([^|{}]*)\}/g, (_, key, single, several) =>
    String(values[key]) === "1" ? single : several,
  );
  return formed.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}
export const knows = (name) => name in says;
export const dirty = (answer) => answer.n > answer.sent;
export const shots = (point) => [...photos.values()].filter((each) => each.point === point && each.state !== "drop");
export const changed = () => changes.dispatchEvent(new Event("change"));
const complete = ({ result, note }) => result === "pass" || (Boolean(result) && note.trim() !== "");

// As `Draft.state` of the hub says it.
export function stateOf(codes) {
  const given = codes.map((code) => answers.get(code));
  if (!given.every(complete)) return "open";
  return given.some((each) => each.result === "fail") ? "fail" : "pass";
}

// As `Draft.seen` of the hub spells it.
export function seen() {
  const each = (code) => {
    const { result } = answers.get(code);
    return `${code}=${result}:${result === "fail" ? shots(code).length : 0}`;
  };
  return [...points.keys()].map(each).join(",");
}

export async function begin() {
  db = await open();
  readPage();
  await load(true);
}

function readPage() {
  for (const field of root.querySelectorAll("[data-point]")) {
    const item = field.closest("[data-item]").dataset.item;
    const code = field.dataset.point;
    points.set(code, { code, item, field, title: field.querySelector(".title").textContent });
    answers.set(code, { draft, point: code, item, ...read(field), n: 0, sent: 0, acked: 0 });
    for (const photo of field.dataset.photos.split(" ").filter(Boolean))
      photos.set(photo, { draft, photo, point: code, jpeg: null, state: "sent", acked: 0 });
  }
}

export function read(field) {
  return {
    result: field.querySelector("input[type=radio]:checked")?.value ?? "",
    note: field.querySelector("textarea").value,
    severity: field.querySelector("select").value,
  };
}

// What is kept here, in place of what the page said: also of another tab.
export async function load(first) {
  const fresh = first ? Number(root.dataset.now) : 0;
  Object.assign(work, await one(db, "drafts", draft));
  for (const kept of await all(db, "answers", draft)) {
    const mine = answers.get(kept.point);
    // a page that is younger than what the hub has of this one knows better
    if (!mine || kept.n < mine.n || (!dirty(kept) && kept.acked < fresh)) continue;
    answers.set(kept.point, kept);
    const { field } = points.get(kept.point);
    for (const radio of field.querySelectorAll("input[type=radio]")) radio.checked = radio.value === kept.result;
    const note = field.querySelector("textarea");
    if (note !== document.activeElement) note.value = kept.note;
    field.querySelector("select").value = kept.severity;
  }
  const here = await all(db, "photos", draft);
  for (const kept of here)
    if (kept.state !== "sent" || kept.acked >= fresh || photos.has(kept.photo)) photos.set(kept.photo, kept);
  if (!first)
    for (const id of photos.keys()) if (!here.some((each) => each.photo === id)) gone(id);
}

function gone(id) {
  const mine = photos.get(id);
  // one that only the hub has is not kept here
  if (mine && mine.jpeg) photos.delete(id);
}

export async function keep(store, record) {
  try {
    await put(db, store, record);
    now.full = false;
    told.postMessage({ draft });
    return true;
  } catch {
    now.full = true;
    return false;
  } finally {
    changed();
  }
}

// Whatever is changed is signed anew.
export async function unsign() {
  if (!work.signed) return;
  work.signed = null;
  await keep("drafts", work);
}
