// Compression as a static host does it: each file once, at the highest quality, and kept.

import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TEXT = /\.(html|js|mjs|css|svg|json|wasm|txt|webmanifest)$/;
const kept = new Map();

/** The bytes that a host would send for `file`, and the encoding it would name; `undefined` where it would send it as it is. */
export async function packed(file) {
  if (!TEXT.test(file)) return undefined;
  const { mtimeMs, size } = await stat(file);
  const key = `${file} ${mtimeMs} ${size}`;
  if (!kept.has(key)) {
    const bytes = await readFile(file);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    kept.set(key, brotliCompressSync(bytes, { params }));
  }
  return { encoding: "br", bytes: kept.get(key) };
}

/** Compresses all files of a folder beforehand, so that nobody waits for it who measures something else. */
export async function packAll(folder) {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) await packed(join(entry.parentPath, entry.name));
  }
}
