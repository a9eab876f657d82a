// A fault in the engine, on demand.

/** The first job that the page gives its worker ends in a trap, as a fault in the engine would. */
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
  let crashed = false;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (!crashed && message instanceof Uint8Array) {
      crashed = true;
      return post.call(this, { trap: true });
    }
    return post.call(this, message, ...rest);
  };
}
