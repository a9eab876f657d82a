// axe-core, the accessibility checker, on a page.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const source = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Fails when axe finds anything.
 *
 * The script goes in by evaluation over the debugging line, which the page's policy does not govern; the policy itself
 * stays in force, so what is checked is what people get.
 */
export async function expectAccessible(page, options = {}) {
  await page.evaluate(await source);
  const { violations } = await page.evaluate((given) => globalThis.axe.run(document, given), options);
  const findings = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}): ${node.target.join(" ")}`),
  );
  assert.deepEqual(findings, [], "axe-core found something");
}
