// Sends forms of a check, and tells what became of them in one word.
const PATIENCE_MS = 60000;

// `state` is done, away (no network, or something else answers for the hub), busy, out (no session), token, or no.
export async function post(path, body) {
  let came;
  const stop = new AbortController();
  const clock = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    came = await fetch(path, { method: "POST", body, redirect: "manual", cache: "no-store", signal: stop.signal });
    if (came.type === "opaqueredirect") return { state: "out" };
    if (came.status === 403) return { state: "token" };
    if (came.status === 429 || came.status >= 500) return { state: "busy" };
    const told = await came.json();
    if (came.ok) return told.now || told.sent ? { state: "done", told } : { state: "away" };
    return told.said ? { state: "no", told } : { state: "away" };
  } catch {
    return { state: "away" };
  } finally {
    clearTimeout(clock);
  }
}

// The token of a session that began meanwhile: {state: "done", token}, or why there is none.
export async function renewed(path) {
  try {
    const came = await fetch(path, { redirect: "manual", cache: "no-store" });
    if (came.type === "opaqueredirect") return { state: "out" };
    const page = new DOMParser().parseFromString(await came.text(), "text/html").getElementById("check");
    return page ? { state: "done", token: page.dataset.csrf } : { state: "away" };
  } catch {
    return { state: "away" };
  }
}
