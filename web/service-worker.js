// Keeps one version of Onrush in the browser, so that it opens without a network (docs/decisions/0011-offline.md).
//
// The build writes into the two lines below which version this is, and what each of its files hashes to
// (crates/xtask/src/offline.rs). Three rules:
//
// - A version is kept whole or not at all. Each file is compared with its hash as it arrives; the first that differs or is missing
//   ends the attempt, and whatever was kept before goes on.
// - A file is found by its content, never by its name alone: pages ask for `boot.js?v=…` with letters of the hash. So two pages of
//   two versions, side by side, each get their own.
// - A new version waits until no page of the old one is open, or until somebody says so (web/offline.js). A version goes when no
//   page of it is open.

"use strict";

const VERSION = "";
const FILES = {};

const SCOPE = self.registration.scope;
const CACHES_OF_OURS = `onrush ${SCOPE} `;
const CACHE = CACHES_OF_OURS + VERSION;
const ANSWER_WITHIN_MS = 2_000;

/** The letters of a hash that tell one content from another (crates/xtask/src/integrity.rs writes the same into the page). */
const letters = (hash) => hash.slice("sha256-".length).replaceAll(/[^0-9A-Za-z]/g, "").slice(0, 8);

const place = (name, version) => `${SCOPE}${name}?v=${version}`;

/** A page's address names a folder or a file; the folder's page is `index.html`. */
function nameOf(address) {
  const [path] = address.split(/[?#]/);
  return path.startsWith(SCOPE) ? path.slice(SCOPE.length) || "index.html" : undefined;
}

async function keep() {
  const cache = await caches.open(CACHE);
  try {
    for (const [name, hash] of Object.entries(FILES)) {
      const at = place(name, letters(hash));
      // What the version before had as well is there already.
      const response = (await caches.match(at, { ignoreVary: true })) ?? (await arrive(name, hash));
      await cache.put(at, response);
    }
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function arrive(name, integrity) {
  // Asked for as the page asks, so that what it has got already need not be sent again. (The page itself has no letters, and under
  // its full name some hosts send one elsewhere.)
  const address = name === "index.html" ? SCOPE : place(name, letters(integrity));
  const response = await fetch(address, { integrity, cache: "no-cache", redirect: "error" });
  if (!response.ok) throw new Error(`${name}: the server answered ${response.status}`);
  return response;
}

/** Throws away the versions of which no page is open. Where a page does not say which it is of, all stay. */
async function tidy() {
  const needed = new Set([CACHE]);
  for (const client of await self.clients.matchAll({ type: "window" })) {
    if (!nameOf(client.url)?.endsWith(".html")) continue;
    const version = await ask(client);
    if (version === undefined) return;
    needed.add(CACHES_OF_OURS + version);
  }
  const { installing, waiting } = self.registration;
  if (installing || waiting) return;
  for (const name of await caches.keys()) {
    if (name.startsWith(CACHES_OF_OURS) && !needed.has(name)) await caches.delete(name);
  }
}

function ask(client) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(resolve, ANSWER_WITHIN_MS);
    client.postMessage("version?", [port2]);
  });
}

self.addEventListener("install", (event) => event.waitUntil(keep()));

// So that the first visit is safe from a lost network too. Its files are found by their content, like everybody's.
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
  if (event.data === "tidy") event.waitUntil(tidy());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const name = nameOf(request.url);
  if (request.method !== "GET" || name === undefined) return;
  const version = new URL(request.url).searchParams.get("v") ?? (Object.hasOwn(FILES, name) && letters(FILES[name]));
  if (!version) return;
  event.respondWith(
    caches.match(place(name, version), { ignoreVary: true }).then((kept) => kept ?? fetch(request)),
  );
});
