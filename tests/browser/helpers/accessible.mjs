// axe-core, the accessibility checker, on a page.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const source = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** axe is in the page. The script goes in by evaluation over the debugging line, which the page's policy does not govern. */
async function begin(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(await source);
}

/** Hides what is not `within` (and not around it), so that axe has less to look through; gives a way back. */
async function alone(page, within) {
  await page.evaluate((within) => {
    const hidden = [];
    const put = (element, value) => {
      hidden.push([element, element.style.display]);
      element.style.display = value;
    };
    for (let at = document.querySelector(within); at !== document.body; at = at.parentElement) {
      for (const other of at.parentElement.children) if (other !== at) put(other, "none");
    }
    globalThis.hiddenByTest = hidden;
  }, within);
  return () => page.evaluate(() => globalThis.hiddenByTest.forEach(([element, display]) => (element.style.display = display)));
}

/** What axe finds in `within` (a selector; otherwise the whole document). */
export async function findings(page, options = {}, within = undefined) {
  await begin(page);
  const back = within ? await alone(page, within) : async () => {};
  try {
    const { violations } = await page.evaluate(([context, given]) => globalThis.axe.run(context ?? document, given), [within ?? options.of, options]);
    return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id} (${help}): ${node.target.join(" ")}`));
  } finally {
    await back();
  }
}

/**
 * Fails when axe finds anything.
 *
 * The page's policy stays in force, so what is checked is what people get.
 */
export async function expectAccessible(page, options = {}, within = undefined, where = "the page") {
  assert.deepEqual(await findings(page, options, within), [], `axe-core found something: ${where}`);
}

/**
 * The rules of axe that ask for colours, and may have another answer in another theme. Rows of a table that follow others like them
 * are left out: they have the same colours.
 */
export const COLOURS = {
  runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] },
  of: { exclude: ["tbody tr:nth-child(n + 4)"] },
};
