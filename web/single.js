// Only in the single file (`cargo xtask build --single-file`): gives boot.js the files of the page that stand at this one's end.
// From a disk a page may not fetch anything, not even what lies beside it.

(() => {
  "use strict";

  const parsed = new Promise((resolve) => addEventListener("DOMContentLoaded", resolve, { once: true }));

  /** The file `name` as an answer of a server; undefined where it is not inside. */
  globalThis.onrushInside = async (name) => {
    await parsed;
    const block = document.getElementById(`inside:${name}`);
    if (!block) return undefined;
    const packed = Uint8Array.from(atob(block.textContent), (letter) => letter.charCodeAt(0));
    const unpacked = new Response(packed).body.pipeThrough(new DecompressionStream("gzip"));
    return new Response(unpacked, { headers: { "content-type": name.endsWith(".wasm") ? "application/wasm" : "text/plain" } });
  };
})();
