// Starts Onrush: fetches the glue script and the WebAssembly binary, compiles the binary once, runs it in the page,
// and leaves behind what the page needs to run the same binary again in workers.
//
// The contract (page side: web/src/worker/host.rs, worker side: web/src/worker/serve.rs)
//
//   globalThis.onrushBoot = {
//     module,         WebAssembly.Module, compiled once; workers receive it by message
//     glue,           string, the text of the glue script (wasm-bindgen, target no-modules)
//     spawnWorker(),  → Worker, already started, module on its way
//   }
//   It is complete before Rust's `main` runs in the page.
//
//   A worker is a classic script from a `blob:` address: the glue and a few lines (WORKER_TAIL). Unlike `new Worker(file)`
//   this also works in sandboxed frames. Its life:
//     1. page → worker  { module }            posted by spawnWorker, always the first message
//     2. the worker instantiates the module *synchronously*, so Rust's `main` has installed its own `onmessage` before
//        a second message can be delivered: whatever the page posts after spawnWorker() returns arrives, in order
//     3. worker → page  { ready: true }       posted by Rust as soon as it listens
//     4. afterwards both sides post what they like (Rust decides); `{ ready }` and `{ crashed: text }` are reserved
//   Cancel is `worker.terminate()` and a new spawnWorker().
//
//   When anything fails, a message for people appears in #fault (texts: the <template>s in index.html). The page's
//   first sentence (#app) is replaced by the app as soon as it is mounted.

(() => {
  "use strict";

  const GLUE = "onrush-web.js";
  const BINARY = "onrush-web_bg.wasm";
  // Not a limit on slow lines: it starts again with every piece that arrives.
  const STALLED_AFTER_MS = 30_000;

  const WORKER_TAIL = `
;self.onmessage = (event) => {
  self.onmessage = null;
  wasm_bindgen.initSync({ module: event.data.module });
};`;

  /** A failure with the name of the message to show (see `fault-…` in index.html). */
  class Fault extends Error {
    constructor(kind, detail) {
      super(detail);
      this.kind = kind;
    }
  }

  /** Shows what happened, in words for people. The first fault stays: later ones only follow from it. */
  function showFault(fault) {
    const place = document.getElementById("fault");
    if (place.hasChildNodes()) return;
    const template =
      document.getElementById(`fault-${fault.kind}`) ?? document.getElementById("fault-start");
    const message = template.content.cloneNode(true);
    message.querySelector("[data-detail]").textContent = fault.message;
    message.querySelector("button").addEventListener("click", () => location.reload());
    // Whatever stood there does not work any more, and must not look as if it did.
    document.getElementById("app").hidden = true;
    place.append(message);
  }

  /** Fetches a file of ours; `onBytes` hears of each piece. */
  async function load(name, onBytes) {
    const watch = new AbortController();
    let timer;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => watch.abort(), STALLED_AFTER_MS);
    };
    const stalled = () => new Fault("download", `${name}: nothing arrived for ${STALLED_AFTER_MS / 1000} seconds`);
    alive();
    let response;
    try {
      response = await fetch(new URL(name, document.baseURI), { signal: watch.signal });
    } catch (error) {
      clearTimeout(timer);
      throw watch.signal.aborted ? stalled() : new Fault("download", `${name}: ${error.message}`);
    }
    if (!response.ok) {
      clearTimeout(timer);
      throw new Fault("download", `${name}: the server answered ${response.status}`);
    }
    const counted = new TransformStream({
      transform(piece, sink) {
        alive();
        onBytes?.(piece.byteLength, response);
        sink.enqueue(piece);
      },
      flush() {
        clearTimeout(timer);
      },
    });
    return new Response(response.body.pipeThrough(counted), {
      headers: { "content-type": response.headers.get("content-type") ?? "" },
    });
  }

  /** Moves the bar in the first screen; where the length is unknown (compressed transfer) the bar stays indefinite. */
  function progressBar() {
    const bar = document.querySelector("#loading progress");
    let arrived = 0;
    return (bytes, response) => {
      const total = Number(response.headers.get("content-length"));
      if (!bar || !total || response.headers.has("content-encoding")) return;
      arrived += bytes;
      bar.max = total;
      bar.value = Math.min(arrived, total);
    };
  }

  /** Compiles while downloading; a server that names the wrong type costs only that overlap. */
  async function compile(response) {
    const streams = response.headers.get("content-type").startsWith("application/wasm");
    try {
      return streams
        ? await WebAssembly.compileStreaming(response)
        : await WebAssembly.compile(await response.arrayBuffer());
    } catch (error) {
      const kind = error instanceof WebAssembly.CompileError ? "start" : "download";
      throw new Fault(kind, `${BINARY}: ${error.message}`);
    }
  }

  function blobAddress(...parts) {
    return URL.createObjectURL(new Blob(parts, { type: "text/javascript" }));
  }

  /** Runs the glue's text, already fetched, as a script of the page: it defines `wasm_bindgen`. */
  function runGlue(glue) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = blobAddress(glue, "\n;globalThis.wasm_bindgen = wasm_bindgen;");
      script.onload = resolve;
      script.onerror = () => reject(new Fault("start", `${GLUE}: the browser refused to run it`));
      document.head.append(script);
    });
  }

  async function start() {
    if (typeof WebAssembly !== "object" || typeof WebAssembly.compileStreaming !== "function") {
      throw new Fault("unsupported", navigator.userAgent);
    }
    const [glue, module] = await Promise.all([
      load(GLUE).then((response) => response.text()),
      load(BINARY, progressBar()).then(compile),
    ]);
    await runGlue(glue);

    const workerAddress = blobAddress(glue, WORKER_TAIL);
    globalThis.onrushBoot = Object.freeze({
      module,
      glue,
      spawnWorker() {
        const worker = new Worker(workerAddress, { name: "onrush" });
        worker.postMessage({ module });
        return worker;
      },
    });

    // From here on, a trap in the page's own copy ends the app for good. (A worker's crash is host.rs's to handle.)
    const crashed = (error) => {
      if (error instanceof WebAssembly.RuntimeError) showFault(new Fault("crash", String(error)));
    };
    addEventListener("error", (event) => crashed(event.error));
    addEventListener("unhandledrejection", (event) => crashed(event.reason));

    try {
      await globalThis.wasm_bindgen({ module_or_path: module });
    } catch (error) {
      throw new Fault("start", String(error));
    }
  }

  start().catch((error) => {
    console.error("Onrush could not start:", error);
    showFault(error instanceof Fault ? error : new Fault("start", String(error)));
  });
})();
