// Sends what is kept, piece by piece, whenever there is a network; goes on where it broke off.
import { drop, forget } from "./check_kept.js";
import { answers, base, changed, dirty, draft, keep, now, path, photos, points, told, work } from "./check_state.js";
import { post, renewed } from "./check_wire.js";

const FIRST_WAIT_MS = 3000;
const LONGEST_WAIT_MS = 60000;
let again = false, wait = FIRST_WAIT_MS, clock = 0;

export function soon() {
  wait = FIRST_WAIT_MS;
  return send();
}

export async function send() {
  clearTimeout(clock);
  if (now.busy) {
    again = true;
    return;
  }
  now.busy = true;
  changed();
  try {
    // one tab at a time; the next one finds less to do
    const locks = navigator.locks;
    await (locks ? locks.request(`quanyi-check-${draft}`, sendAll) : sendAll());
  } finally {
    now.busy = false;
    changed();
  }
  if (again) {
    again = false;
    send();
  } else if (now.net === "away" || now.net === "busy") {
    clock = setTimeout(send, wait);
    wait = Math.min(2 * wait, LONGEST_WAIT_MS);
  }
}

async function sendAll() {
  const waits = () => [...answers.values()].find((each) => dirty(each) && !each.refused);
  for (let next = waits(); next; next = waits()) if (!(await sendItem(next.item))) return;
  for (const photo of [...photos.values()]) if (photo.state !== "sent" && !(await sendPhoto(photo))) return;
  if (work.signed && !now.refused) await sendSigned();
}

async function sendItem(item) {
  const form = new URLSearchParams({ item, script: "1" });
  const sent = [...answers.values()].filter((each) => each.item === item).map((answer) => [answer, answer.n]);
  for (const [{ point, result, note, severity }] of sent) {
    if (result) form.set(`r.${point}`, result);
    form.set(`n.${point}`, note);
    form.set(`s.${point}`, severity);
  }
  const came = await ask(path, form, "csrf");
  if (came.state === "no") for (const [answer] of sent) answer.refused = true;
  if (came.state !== "done") return came.state === "no";
  for (const [answer, n] of sent)
    if (n > answer.sent) {
      Object.assign(answer, { sent: n, acked: came.told.now });
      await keep("answers", answer);
    }
  return true;
}

async function sendPhoto(photo) {
  const id = photo.photo;
  if (photo.state === "drop") {
    const came = await ask(path, new URLSearchParams({ drop: id, script: "1" }), "csrf");
    if (came.state !== "done") return false;
    photos.delete(id);
    await drop(base(), "photos", [draft, id]);
    return true;
  }
  const form = new FormData();
  form.set("photo", new Blob([photo.jpeg], { type: "image/jpeg" }), "photo.jpg");
  const came = await ask(`${path}/photos/${id}?script=1&checkpoint=${encodeURIComponent(photo.point)}`, form, "form");
  if (came.state === "no") {
    const said = points.get(photo.point).field.querySelector(".said");
    Object.assign(said, { textContent: came.told.said, hidden: false });
    now.refused = "";
    photos.delete(id);
    await drop(base(), "photos", [draft, id]);
    return true;
  }
  if (came.state !== "done") return false;
  if (photo.state === "kept") {
    Object.assign(photo, { state: "sent", acked: came.told.now });
    await keep("photos", photo);
  }
  return true;
}

async function sendSigned() {
  const form = new URLSearchParams({ seen: work.signed.seen, ended: String(Math.round(work.signed.ended)), script: "1" });
  const came = await ask(`${path}/summary`, form, "csrf");
  if (came.state !== "no") return;
  // not what was seen, or something is missing: it is looked at and signed once more
  work.signed = null;
  await keep("drafts", work);
  sessionStorage.setItem("quanyi-said", came.told.said);
  location.reload();
}

// Sends a form with the session's token, once more where there is another session by now.
export async function ask(to, form, field) {
  form.set(field, now.token);
  let came = navigator.onLine === false ? { state: "away" } : await post(to, form);
  if (came.state === "token") {
    const got = await renewed(path);
    const other = got.state === "done" && got.token !== now.token;
    if (other) {
      now.token = got.token;
      form.set(field, now.token);
    }
    came = other ? await post(to, form) : { state: got.state === "done" ? "busy" : got.state };
  }
  now.net = came.state === "token" ? "busy" : came.state;
  if (came.state === "no") now.refused = came.told.said;
  if (came.state !== "done") return came;
  wait = FIRST_WAIT_MS;
  if (came.told.now) work.off = came.told.now - Date.now();
  if (came.told.sent) await sentAll();
  return came;
}

async function sentAll() {
  await forget(base(), draft);
  await (await window.caches?.open("quanyi-checks-1"))?.delete(path);
  told.postMessage({ draft, sent: true });
  location.replace(`/inspections/${draft}?done=check_sent`);
}
