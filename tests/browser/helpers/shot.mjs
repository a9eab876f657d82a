// Pictures of the page for people to look at, kept in artefacts/: `cargo xtask test --only pictures`.

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../artefacts/", import.meta.url));
const WIDTHS = { 390: 844, 820: 1180, 1440: 900 };

/** Whether pictures are wanted: hundreds of them take minutes, and no test looks at them. */
export const PICTURES = process.env.ONRUSH_PICTURES === "1";

/** Takes `name-WIDTH-SCHEME.png` at three widths, light and dark, of the page as it stands. */
export async function shot(page, name) {
  if (!PICTURES) return;
  await mkdir(FOLDER, { recursive: true });
  const before = page.viewportSize();
  for (const [width, height] of Object.entries(WIDTHS)) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize({ width: Number(width), height });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      // Two frames: what listens to the size has drawn by then.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await page.screenshot({ path: `${FOLDER}${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (before) await page.setViewportSize(before);
}
