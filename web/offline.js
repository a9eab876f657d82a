// Has this version kept in the browser, so that Onrush opens without a network, and tells when a newer one is there
// (docs/decisions/0011-offline.md). Everything works without it: whatever a browser, a frame or a host refuses, is not mentioned.
//
//   globalThis.onrushOffline = { ready, newer, reload() }
//     ready    what is open will open without a network too
//     newer    a newer version is there, and takes over by reload()
//   The event `onrush-offline` on the window tells that either has changed. (Rust's side: web/src/outside/offline.rs)

(() => {
  "use strict";

  const AT_REST_AFTER_MS = 3_000;
  const LOOK_EVERY_MS = 3_600_000;
  const TAKES_OVER_WITHIN_MS = 5_000;

  // The build writes it (crates/xtask/src/offline.rs). Without it nothing is kept: somebody is at work on the page.
  const { version } = document.currentScript.dataset;
  const state = { ready: false, newer: false, reload };
  globalThis.onrushOffline = state;

  function tell(change) {
    Object.assign(state, change);
    dispatchEvent(new Event("onrush-offline"));
  }

  /** The browser's keeper; undefined where there is none. In frames with `sandbox` even looking is refused. */
  function keeper() {
    try {
      return navigator.serviceWorker;
    } catch {
      return undefined;
    }
  }

  const container = version && isSecureContext ? keeper() : undefined;
  if (!container) return;

  // Frames too: a version of which a page is open is not thrown away.
  container.addEventListener("message", ({ data, ports }) => {
    if (data === "version?") ports[0]?.postMessage(version);
  });

  // A frame in somebody else's page is no visit to keep four megabytes for; nor is one by somebody who pays for each.
  const isEmbedded = window !== window.top || new URLSearchParams(location.search).has("embed");
  if (isEmbedded || navigator.connection?.saveData) return;

  let registration;
  let lookedAt = Date.now();
  let controlled = Boolean(container.controller);

  /** A version that waits is news only where another one is in force. */
  function look() {
    if (registration.waiting && container.controller) tell({ newer: true });
  }

  /** Lets the version that waits take over, then loads the page anew; the plan is kept when the page goes. */
  function reload() {
    const waiting = registration?.waiting;
    const again = () => location.reload();
    if (!waiting) return again();
    waiting.addEventListener("statechange", () => ["activated", "redundant"].includes(waiting.state) && again());
    setTimeout(again, TAKES_OVER_WITHIN_MS);
    waiting.postMessage("take over");
    return undefined;
  }

  async function begin() {
    // Where registering is blocked there may be no registration and no refusal either.
    registration = await container.register("service-worker.js", { updateViaCache: "none" });
    if (!registration) return;
    look();
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
    container.addEventListener("controllerchange", () => {
      // Another tab has let a newer version take over; what is open here goes on as it is.
      if (controlled) tell({ newer: true });
      controlled = true;
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden || Date.now() - lookedAt < LOOK_EVERY_MS) return;
      lookedAt = Date.now();
      registration.update().catch(() => {});
    });
    const { active } = await container.ready;
    tell({ ready: true });
    active.postMessage("tidy");
  }

  // When a program has taken its place and the page has come to rest: nobody shall wait for what is only kept.
  const go = () => begin().catch(() => {});
  const whenIdle = () => (globalThis.requestIdleCallback ? requestIdleCallback(go, { timeout: 10_000 }) : go());
  new MutationObserver((_, watch) => {
    if (document.getElementById("loading")) return;
    watch.disconnect();
    setTimeout(whenIdle, AT_REST_AFTER_MS);
  }).observe(document.getElementById("app"), { childList: true });
})();
