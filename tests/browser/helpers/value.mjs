// What stands in a field, once the page has caught up: a value that a key or a press changes is drawn in the frame after it.

import assert from "node:assert/strict";

/**
 * Waits until the field's value is `wanted`, and fails with what it was last.
 *
 * @param {import("playwright-core").Locator} field
 * @param {string} wanted
 * @param {string} [why] what it would mean
 */
export async function expectValue(field, wanted, why) {
  const until = Date.now() + 10_000;
  let value = await field.inputValue();
  while (value !== wanted && Date.now() < until) {
    await field.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
    value = await field.inputValue();
  }
  assert.equal(value, wanted, why);
}
