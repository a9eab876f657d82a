// Starts Onrush. It comes as four programs, each a glue script and a WebAssembly binary, so that nobody waits for what is not
// needed yet (docs/decisions/0006-what-the-page-weighs.md):
//
//   start    the first screen: the stories, three questions, a file (web/src/programs/start.rs)
//   page     everything: plans, results, and the first screen once more (web/src/programs/page.rs)
//   engine   what computes, in workers only (web/src/programs/engine.rs)
//   embed    a rehearsal in a frame of another page, and what computes it (web/src/programs/embed.rs)
//
// An address with `?embed` begins with `embed`, one that names a plan with `page`, every other with `start`. `engine` comes along
// with `page`.
//
// The contract (start's side: web/src/outside/handed.rs; page's: web/src/worker/host.rs; worker's: web/src/worker/serve.rs)
//
//   globalThis.onrushBoot = {
//     handOver(what, leave, failed)
//                     called by `start` and `embed`: fetches `page`, then calls leave() and runs it in the place of the caller;
//                     where it does not arrive, calls failed(text) instead, and may be called again
//     handed          what `start` handed over, for `page` to take
//     worker(ready, failed)
//                     → Worker, already started, its program on the way; or, where `engine` is not there yet, undefined: then
//                     ready() tells that it has come (ask again), failed(text) that it has not (ask again to try again)
//     language        { tag, text }: the page's language, and its sentences where they are not in the programs
//     speak(tag, ready, failed)
//                     fetches the sentences of another language: ready(text), or failed(text)
//     keepLanguage(tag)
//                     keeps a choice in storage, and in the address where that names a language
//   }
//   It is complete before Rust's `main` runs. (Languages' side: web/src/outside/language.rs)
//
//   A worker is a classic script from a `blob:` address: the glue and a few lines (WORKER_TAIL). Unlike `new Worker(file)`
//   this also works in sandboxed frames. Its life:
//     1. page → worker  { module }            posted by worker(), always the first message
//     2. the worker instantiates the module *synchronously*, so Rust's `main` has installed its own `onmessage` before
//        a second message can be delivered: whatever the page posts after worker() returns arrives, in order
//     3. worker → page  { ready: true }       posted by Rust as soon as it listens
//     4. afterwards both sides post what they like (Rust decides); `{ ready }` and `{ crashed: text }` are reserved
//   Cancel is `worker.terminate()` and another worker().
//
//   When anything fails, a message for people appears in #fault (texts: the <template>s in index.html). What stands in #app is
//   replaced by a program as soon as it is mounted.
//
// This script is small and stands before the style sheets: what it fetches is under way before the page is drawn.

(() => {
  "use strict";

  const FILES = { start: "onrush-start", page: "onrush-web", engine: "onrush-engine", embed: "onrush-embed" };
  const EMBEDDED = new URLSearchParams(location.search).has("embed");
  // Not a limit on slow lines: it starts again with every piece that arrives.
  const STALLED_AFTER_MS = 30_000;

  // What each file of a program hashes to: the build writes it into this script's tag (crates/xtask/src/integrity.rs).
  const HASHES = new Map(
    [...(document.currentScript?.dataset.programs ?? "").matchAll(/(\S+) sha256-(\S+)/g)].map(([, name, hash]) => [name, hash]),
  );
  // Over plain http browsers do not hash for a page; whoever changes a file there can change this page as well.
  const hashes = globalThis.crypto?.subtle;

  /** A file's address names its content: so two builds side by side each find their own (web/service-worker.js). */
  function addressOf(name) {
    const letters = HASHES.get(name)?.replaceAll(/[^0-9A-Za-z]/g, "").slice(0, 8);
    return new URL(letters ? `${name}?v=${letters}` : name, document.baseURI);
  }

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
    say(message, globalThis.onrushBoot.language.text);
    message.querySelector("[data-detail]").textContent = fault.message;
    message.querySelector("button").addEventListener("click", () => location.reload());
    // Whatever stood there does not work any more, and must not look as if it did.
    document.getElementById("app").hidden = true;
    place.append(message);
  }

  /** Fetches a file of ours; `onBytes` hears of each piece. */
  async function load(name, onBytes) {
    // The single file has it in itself (web/single.js).
    const inside = await globalThis.onrushInside?.(name);
    if (inside) return inside;
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
      // Asked for anew even where a host says "keep it": it has to be of the same build as this page.
      response = await fetch(addressOf(name), { signal: watch.signal, cache: "no-cache" });
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
    let arrived = 0;
    return (bytes, response) => {
      const total = Number(response.headers.get("content-length"));
      if (!total || response.headers.has("content-encoding")) return;
      arrived += bytes;
      for (const bar of document.querySelectorAll("#loading progress")) {
        bar.max = total;
        bar.value = Math.min(arrived, total);
      }
    };
  }

  /** The bytes of a file, if they are those that belong to this page. */
  async function whole(name, response) {
    const bytes = await response.arrayBuffer().catch((error) => {
      throw new Fault("download", `${name}: ${error.message}`);
    });
    if (hashes && HASHES.has(name)) {
      const hash = new Uint8Array(await hashes.digest("SHA-256", bytes));
      if (btoa(String.fromCharCode(...hash)) !== HASHES.get(name)) {
        throw new Fault("download", `${name}: this is not the file that belongs to this page (its hash differs)`);
      }
    }
    return bytes;
  }

  /** Compiles while downloading; a server that names the wrong type costs only that overlap. */
  async function compile(name, response) {
    const checked = HASHES.has(name) && whole(name, response.clone());
    const compiled = compileAsItIs(name, response);
    // Of a changed file it is told that it was changed, not what that led to.
    compiled.catch(() => {});
    await checked;
    return compiled;
  }

  async function compileAsItIs(name, response) {
    const streams = response.headers.get("content-type").startsWith("application/wasm");
    try {
      return streams
        ? await WebAssembly.compileStreaming(response)
        : await WebAssembly.compile(await response.arrayBuffer());
    } catch (error) {
      const kind = error instanceof WebAssembly.CompileError ? "start" : "download";
      throw new Fault(kind, `${name}: ${error.message}`);
    }
  }

  function blobAddress(...parts) {
    return URL.createObjectURL(new Blob(parts, { type: "text/javascript" }));
  }

  // Those for people, English last: it is spoken where none of the others is wanted. Those for tests are named by address only.
  const LANGUAGES = ["nl", "pl", "en"];
  const PSEUDO = ["en-XA", "ar-XB", "en-XI"];

  /** The language of a tag as browsers and people write it; undefined where we do not speak it. */
  function languageOf(tag) {
    const same = (one) => one.toLowerCase() === tag?.toLowerCase();
    return PSEUDO.find(same) ?? LANGUAGES.find((one) => one === tag?.toLowerCase().split(/[-_]/)[0]);
  }

  /** The address comes first, then what was chosen here before, then what the browser prefers. */
  function wantedLanguage() {
    let kept;
    try {
      kept = localStorage["onrush.language"];
    } catch {
      // Some frames may not look there.
    }
    const asked = EMBEDDED
      ? /[?&#]lang=([\w-]+)/.exec(location.search + location.hash)?.[1]
      : new URLSearchParams(location.search).get("language");
    const tags = [asked, kept, ...(navigator.languages ?? [navigator.language])];
    return tags.map(languageOf).find((one) => one) ?? "en";
  }

  /**
   * The sentences of a language, as text; none for those that the programs have in them. The one place where they are
   * fetched: a page in one file or another program brings its own.
   */
  const sentences = new Map();
  function fetchSentences(tag) {
    if (tag.startsWith("en") || PSEUDO.includes(tag)) return Promise.resolve("");
    if (!sentences.has(tag)) {
      const name = `languages/${tag}.txt`;
      const text = load(name)
        .then((response) => whole(name, response))
        .then((bytes) => new TextDecoder().decode(bytes));
      sentences.set(tag, text);
      text.catch(() => sentences.delete(tag));
    }
    return sentences.get(tag);
  }

  /** Puts sentences into what stands in index.html. */
  function say(place, text) {
    if (!text) return;
    const said = new Map([...text.matchAll(/^(boot\.[\w.]+) = (.*)$/gm)].map(([, id, sentence]) => [id, sentence]));
    for (const element of place.querySelectorAll("[data-say]")) {
      element.textContent = said.get(element.dataset.say) ?? element.textContent;
    }
  }

  function showLanguage(tag) {
    document.documentElement.lang = tag;
    document.documentElement.dir = tag === "ar-XB" ? "rtl" : "ltr";
  }

  const pageIsParsed = new Promise((resolve) => {
    if (document.readyState !== "loading") resolve();
    else addEventListener("DOMContentLoaded", resolve, { once: true });
  });

  /**
   * A program: `{ name, glue, module }`, the text of its glue and its compiled binary. It is fetched once; where that
   * fails, the next call tries again.
   */
  const arriving = new Map();
  function arrive(program, onBytes) {
    if (!arriving.has(program)) {
      const [glue, binary] = [`${FILES[program]}.js`, `${FILES[program]}_bg.wasm`];
      const there = Promise.all([
        load(glue).then((response) => whole(glue, response)),
        load(binary, onBytes).then((response) => compile(binary, response)),
        program === "page" && addStyles("link"),
        program === "embed" && addStyles("[data-embed]"),
      ]).then(([text, module]) => ({ name: glue, glue: new TextDecoder().decode(text), module }));
      arriving.set(program, there);
      there.catch(() => arriving.delete(program));
    }
    return arriving.get(program);
  }

  /** What computes, once it has come; and which program that is. */
  let engineThere;
  let computes = EMBEDDED ? "embed" : "engine";

  /** The page and what it computes with are wanted at the same time. Whoever needs the engine hears of its failure. */
  function arrivePage(onBytes) {
    if (!EMBEDDED) arrive("engine").then((engine) => (engineThere ??= engine), () => {});
    return arrive("page", onBytes);
  }

  /** Those of the style sheets that the first screen does without. One that does not come is no reason to show nothing. */
  function addStyles(which) {
    return pageIsParsed.then(() => {
      const links = [...document.getElementById("page-styles").content.querySelectorAll(which)];
      const come = links.map((link) => new Promise((resolve) => (link.onload = link.onerror = resolve)));
      // They go over into the page: each comes once.
      document.head.append(...links);
      return Promise.all(come);
    });
  }

  /** Runs a program's glue, already fetched, as a script of the page, and then the program. */
  async function run({ name, glue, module }) {
    await new Promise((resolve, reject) => {
      const script = document.createElement("script");
      // In a block, since each glue script declares the same name.
      script.src = blobAddress("{", glue, "\n;globalThis.onrushGlue = wasm_bindgen;}");
      script.onload = resolve;
      script.onerror = () => reject(new Fault("start", `${name}: the browser refused to run it`));
      document.head.append(script);
    });
    await pageIsParsed;
    try {
      await globalThis.onrushGlue({ module_or_path: module });
    } catch (error) {
      throw new Fault("start", String(error));
    }
  }

  function spawnWorker() {
    engineThere.address ??= blobAddress(engineThere.glue, WORKER_TAIL);
    const worker = new Worker(engineThere.address, { name: "onrush" });
    worker.postMessage({ module: engineThere.module });
    return worker;
  }

  const fail = (error) => {
    console.error("Onrush could not start:", error);
    showFault(error instanceof Fault ? error : new Fault("start", String(error)));
  };

  const language = wantedLanguage();
  showLanguage(language);

  let wanted;
  globalThis.onrushBoot = {
    handed: undefined,
    language: { tag: language, text: "" },
    speak(tag, ready, failed) {
      fetchSentences(tag).then(
        (text) => {
          globalThis.onrushBoot.language = { tag, text };
          ready(text);
        },
        (error) => failed(error.message),
      );
    },
    keepLanguage(tag) {
      // The program after this one goes on in the same language.
      const { language } = globalThis.onrushBoot;
      if (language.tag !== tag) fetchSentences(tag).then((text) => (globalThis.onrushBoot.language = { tag, text }), () => {});
      try {
        localStorage["onrush.language"] = tag;
      } catch {
        // Then it holds for this visit.
      }
      const address = new URL(location.href);
      if (address.searchParams.has("language")) {
        address.searchParams.set("language", tag);
        try {
          history.replaceState(history.state, "", address);
        } catch {
          // Some frames may not change it.
        }
      }
    },
    handOver(what, leave, failed) {
      wanted = what;
      arrivePage().then(
        (page) => {
          // Meanwhile something else may have been wanted: the page's program runs once.
          if (wanted !== what) return undefined;
          globalThis.onrushBoot.handed = what;
          if (computes !== "engine") engineThere = undefined;
          computes = "engine";
          leave();
          return run(page).catch(fail);
        },
        (error) => failed(error.message),
      );
    },
    worker(ready, failed) {
      if (engineThere) return spawnWorker();
      arrive(computes).then(
        (engine) => {
          engineThere = engine;
          ready();
        },
        (error) => failed(error.message),
      );
      return undefined;
    },
  };

  /** Whether an address opens a plan. A guess that is wrong costs time only: each program knows where it is. */
  const opensPlan = EMBEDDED || /[#&](story|plan|p|blank|model|seed)\b/i.test(location.hash);
  // The first screen is in index.html already; somebody who opens a plan does not want to see it flash.
  const root = document.documentElement;
  root.toggleAttribute("data-opens-plan", opensPlan);
  if (language !== "en") root.dataset.translated = "coming";
  const spoken = fetchSentences(language).then(
    async (text) => {
      globalThis.onrushBoot.language.text = text;
      await pageIsParsed;
      say(document, text);
    },
    (error) => {
      // English is in the programs.
      console.warn("Onrush speaks English:", error.message);
      globalThis.onrushBoot.language = { tag: "en", text: "" };
      showLanguage("en");
    },
  ).then(() => {
    if (root.dataset.translated) root.dataset.translated = "there";
  });
  try {
    const kept = Object.keys(localStorage);
    root.toggleAttribute("data-keeps-plans", kept.some((key) => key.startsWith("onrush.plan.")));
    if (localStorage["onrush.theme"] && !EMBEDDED) root.dataset.theme = localStorage["onrush.theme"];
  } catch {
    // Some frames may not look there. The first screen is the plain one then.
  }
  const theme = EMBEDDED && /[?&#]theme=(light|dark|contrast|projector)\b/.exec(location.search + location.hash);
  if (theme) root.dataset.theme = theme[1];

  // Whoever is about to open a plan need not wait for the whole of it after the press.
  const soon = ({ target }) => {
    if (target.closest?.("a[href^='#']:not([href='#'], [href='#main']), input[type=file]")) {
      arrivePage().catch(() => {});
    }
  };
  for (const sign of ["pointerover", "pointerdown", "focusin"]) {
    addEventListener(sign, soon, { passive: true });
  }

  // A trap in the page's own program ends it for good. (A worker's crash is host.rs's to handle.)
  const crashed = (error) => {
    if (error instanceof WebAssembly.RuntimeError) showFault(new Fault("crash", String(error)));
  };

  async function start() {
    if (typeof WebAssembly !== "object" || typeof WebAssembly.compileStreaming !== "function") {
      throw new Fault("unsupported", navigator.userAgent);
    }
    addEventListener("error", (event) => crashed(event.error));
    addEventListener("unhandledrejection", (event) => crashed(event.reason));
    const bar = progressBar();
    // The single file has no program for the first screen alone: the page's can show it, and nothing has to be waited for.
    const page = opensPlan || globalThis.onrushInside;
    const program = await (EMBEDDED ? arrive("embed", bar) : page ? arrivePage(bar) : arrive("start", bar));
    await spoken;
    await run(program);
  }

  start().catch((error) => pageIsParsed.then(() => fail(error)));
})();
