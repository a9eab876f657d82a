// A fault in the engine, on demand.

/** The first rehearsal that the page asks its worker for ends in a trap, as a fault in the engine would. */
export function crashFirstJob() {
  const RealBlob = Blob;
  globalThis.Blob = class extends RealBlob {
    constructor(parts, options) {
      super(
        [...parts, `;self.addEventListener("message", ({ data }) => {
          if (data?.trap) throw new WebAssembly.RuntimeError("unreachable");
        });`],
        options,
      );
    }
  };
  const post = Worker.prototype.postMessage;
  // The first byte of a message is what it asks for (crates/runner/src/messages.rs); forecasts are left alone.
  const REHEARSE = 0;
  let crashed = false;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (!crashed && message instanceof Uint8Array && message[0] === REHEARSE) {
      crashed = true;
      return post.call(this, { trap: true });
    }
    return post.call(this, message, ...rest);
  };
}
