// Times the WebAssembly module: `node run.mjs MODULE NAME RUNS SEED` prints one line of JSON, as the native program does.
// MODULE is what wasm-bindgen made for Node.
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [moduleFile, name, runs, seed] = process.argv.slice(2);
const { Piece } = createRequire(import.meta.url)(resolve(moduleFile));
const piece = new Piece(name);
let count = 0;
const seconds = [];
for (let run = 0; run < Number(runs); run += 1) {
  const started = performance.now();
  count = piece.play(Number(seed));
  seconds.push((performance.now() - started) / 1000);
}
console.log(JSON.stringify({ count, seconds }));
