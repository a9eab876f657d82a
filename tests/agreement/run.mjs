// Compares the native digests (a file, first argument) with those of the WebAssembly module (second argument: the module
// that wasm-bindgen made for Node).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [nativeFile, moduleFile] = process.argv.slice(2);
const native = readFileSync(nativeFile, "utf8").trim().split("\n");
const wasm = createRequire(import.meta.url)(resolve(moduleFile)).digests().split("\n");

const runs = Math.max(native.length, wasm.length);
const different = [];
for (let i = 0; i < runs; i += 1) {
  if (native[i] !== wasm[i] || !/: [0-9a-f]{32}$/.test(native[i] ?? "")) {
    different.push(`native ${native[i] ?? "(missing)"}\nwasm   ${wasm[i] ?? "(missing)"}`);
  }
}
for (const pair of different.slice(0, 10)) console.error(pair);
if (different.length > 0 || runs < 50) {
  console.error(`${different.length} of ${runs} runs differ between the native program and WebAssembly`);
  process.exit(1);
}
console.log(`${runs} runs have the same digest natively and in WebAssembly (Node ${process.version})`);
