// Lets the page of a check be loaded again without a network: what the hub answers first, else what it answered last.
// Nothing but pages of checks and what they load is kept; what is sent goes past here.
"use strict";

const KEPT = "quanyi-checks-1";
const PATIENCE_MS = 6000;
const PAGE = /^\/checks(\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/;
const LOADED = /^\/static\/(look\.css|brand\.svg|check\w*\.js)$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const at = new URL(event.request.url);
  if (event.request.method !== "GET" || at.origin !== self.location.origin) return;
  if (PAGE.test(at.pathname) || LOADED.test(at.pathname)) event.respondWith(answer(event.request, at));
});

async function answer(request, at) {
  const kept = await caches.open(KEPT);
  const last = await kept.match(at.pathname);
  const asked = fetch(request).then(async (came) => {
    // a redirect leads to the sign-in; what the hub refuses it says itself
    if (came.ok && came.type === "basic" && !came.redirected) await kept.put(at.pathname, came.clone());
    return came;
  });
  if (!last) return asked;
  try {
    const came = await Promise.race([asked, late()]);
    return came.status >= 500 ? last : came;
  } catch {
    asked.catch(() => {});
    return last;
  }
}

function late() {
  return new Promise((_, no) => setTimeout(() => no(new Error("late")), PATIENCE_MS));
}
