// A small web server for a dist folder: as plain as the plainest the page will meet (no compression, no cache), or as a good
// static host.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { packAll, packed } from "./packed.mjs";

/** The folder under test: `dist/` of this clone, unless ONRUSH_DIST names another one. */
export const DIST = process.env.ONRUSH_DIST ?? fileURLToPath(new URL("../../../dist", import.meta.url));

/** The page as a single file, where that is under test: it is opened from the disk, and there is no server. */
export const SINGLE = process.env.ONRUSH_SINGLE;

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
};

/**
 * Serves `folder` on a free port of 127.0.0.1.
 *
 * @param {object} options
 * @param {string} [options.folder] what to serve
 * @param {string} [options.under] the path it is served under, such as "/tools/onrush/"
 * @param {(path: string) => {status?: number, type?: string} | undefined} [options.tamper] changes the answer for a path
 *   (relative to `under`): another status (with no content) or another media type
 * @param {boolean} [options.host] compress, and let browsers keep what they have
 * @returns {Promise<{url: string, origin: string, missing: string[], sent: Map<string, number>, become: (folder: string) => void, close: () => Promise<void>}>}
 *   `missing` collects the addresses answered with 404, `sent` the bytes sent for each file (without headers); `become` serves
 *   another folder from now on
 */
export async function serve({ folder = DIST, under = "/", tamper = () => undefined, host = false } = {}) {
  if (SINGLE) {
    if (arguments[0]) throw new Error("this test is about hosting: except it in single.json, with the reason");
    return { url: pathToFileURL(SINGLE).href, origin: "null", missing: [], sent: new Map(), close: async () => {} };
  }
  await stat(join(folder, "index.html")).catch(() => {
    throw new Error(`${folder} holds no page: run \`cargo xtask build\` first`);
  });
  if (host) await packAll(folder);
  const missing = [];
  const sent = new Map();
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://127.0.0.1");
    const inside = pathname.startsWith(under) ? decodeURIComponent(pathname.slice(under.length)) : undefined;
    const name = inside === "" ? "index.html" : inside;
    const file = name === undefined ? undefined : normalize(join(folder, name));
    const found = file?.startsWith(folder + sep) && (await stat(file).catch(() => undefined))?.isFile();
    if (!found) {
      missing.push(pathname);
      response.writeHead(404, { "content-type": "text/plain" }).end("There is no such file.");
      return;
    }
    const change = tamper(name);
    if (change?.status) {
      response.writeHead(change.status, { "content-type": "text/plain" }).end();
      return;
    }
    const small = host ? await packed(file) : undefined;
    const length = small?.bytes.length ?? (await stat(file)).size;
    sent.set(name, (sent.get(name) ?? 0) + length);
    response.writeHead(200, {
      "content-type": change?.type ?? TYPES[extname(file)] ?? "application/octet-stream",
      "content-length": length,
      "cache-control": host ? "public, max-age=31536000" : "no-store",
      "access-control-allow-origin": "*",
      ...(small && { "content-encoding": small.encoding, vary: "accept-encoding" }),
    });
    if (small) response.end(small.bytes);
    else createReadStream(file).pipe(response);
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    url: origin + under,
    origin,
    missing,
    sent,
    become: (other) => {
      folder = other;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
