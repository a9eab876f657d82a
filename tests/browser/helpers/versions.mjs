// A newer version of the page, as another build would have made it.

import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DIST } from "./site.mjs";

const sha256 = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
const letters = (hash) => hash.slice("sha256-".length).replaceAll(/[^0-9A-Za-z]/g, "").slice(0, 8);

/** What tells the versions apart: the newer one's programs set `globalThis.onrushBuild`. */
export const NEWER = "newer";
const CHANGED = ["onrush-start.js", "onrush-web.js"];

/**
 * A folder with a version of which both programs of the page are others; `remove` it in the end.
 *
 * @returns {Promise<{folder: string, remove: () => Promise<void>}>}
 */
export async function newerVersion() {
  const folder = await mkdtemp(join(tmpdir(), "onrush-newer-"));
  await cp(DIST, folder, { recursive: true });
  let [page, keeper] = await Promise.all(["index.html", "service-worker.js"].map((name) => readFile(join(folder, name), "utf8")));
  const before = sha256(page);
  const renew = (old, now) => {
    page = page.replaceAll(old, now);
    keeper = keeper.replaceAll(old, now);
  };
  for (const name of CHANGED) {
    const old = await readFile(join(folder, name), "utf8");
    const now = `${old}\n;globalThis.onrushBuild = "${NEWER}";\n`;
    await writeFile(join(folder, name), now);
    renew(sha256(old), sha256(now));
    renew(`${name}?v=${letters(sha256(old))}`, `${name}?v=${letters(sha256(now))}`);
  }
  const [, version] = page.match(/data-version="([0-9a-f]+)"/);
  renew(version, [...version].reverse().join(""));
  keeper = keeper.replace(before, sha256(page));
  await Promise.all([writeFile(join(folder, "index.html"), page), writeFile(join(folder, "service-worker.js"), keeper)]);
  return { folder, remove: () => rm(folder, { recursive: true }) };
}
