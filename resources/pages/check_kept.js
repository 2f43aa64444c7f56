// What is kept on this phone of checks that were not sent: answers, photos, and whether one was signed.

const NAME = "quanyi-checks";
const KEYS = { answers: ["draft", "point"], photos: ["draft", "photo"], drafts: "draft" };

export function open() {
  return new Promise((yes, no) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(KEYS)) asked.result.createObjectStore(store, { keyPath });
    };
    asked.onsuccess = () => yes(asked.result);
    asked.onerror = asked.onblocked = () => no(asked.error);
  });
}

// All of a draft in a store.
export function all(db, store, draft) {
  return read(db.transaction(store).objectStore(store).getAll(IDBKeyRange.bound([draft], [draft, []])));
}

export function one(db, store, key) {
  return read(db.transaction(store).objectStore(store).get(key));
}

// Done once it is on the disk; fails where the phone has no room.
export function put(db, store, record) {
  return write(db, [store], (of) => of(store).put(record));
}

export function drop(db, store, key) {
  return write(db, [store], (of) => of(store).delete(key));
}

// Everything of a draft: it is at the hub, or was given up.
export function forget(db, draft) {
  return write(db, Object.keys(KEYS), (of) => {
    of("drafts").delete(draft);
    for (const store of ["answers", "photos"]) of(store).delete(IDBKeyRange.bound([draft], [draft, []]));
  });
}

function read(asked) {
  return new Promise((yes, no) => {
    asked.onsuccess = () => yes(asked.result);
    asked.onerror = () => no(asked.error);
  });
}

function write(db, stores, act) {
  return new Promise((yes, no) => {
    const change = db.transaction(stores, "readwrite", { durability: "strict" });
    change.oncomplete = () => yes();
    change.onabort = change.onerror = () => no(change.error);
    act((store) => change.objectStore(store));
  });
}
