// Whatever anybody does to the page: no error, no blank page, no lost plan. A minute here; `cargo xtask monkey` plays longer.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { chance, play } from "./helpers/monkey.mjs";
import { openStory } from "./helpers/rehearsal.mjs";

after(closeBrowser);

const seconds = Number(process.env.ONRUSH_MONKEY_SECONDS ?? 60);
const seed = Number(process.env.ONRUSH_MONKEY_SEED ?? 1);

/** Taking a plan off the list is a loss on purpose, and called so in English, so the choice of languages is spared, too; printing opens a dialogue of the browser's own. */
const SPARES = /delete|forget|remove from|print|polski/i;

/** Ids of the plans that the page keeps. */
function kept(page) {
  return page.evaluate(() => Object.keys(localStorage).filter((key) => /plan/.test(key)).sort());
}

test(`a monkey for ${seconds} s, seed ${seed}`, { timeout: (seconds + 120) * 1_000 }, async () => {
  await withPage({}, async (page) => {
    page.on("dialog", (dialog) => dialog.dismiss());
    page.on("filechooser", () => {});
    await openStory(page, /mole app/i);
    let log = [];
    let plans = await kept(page);
    const check = async (steps) => {
      log = steps;
      // The page answers, and shows something.
      const heading = page.getByRole("heading", { level: 1 }).first();
      await heading.waitFor({ timeout: 20_000 }).catch(() => assert.fail(`a page without a heading`));
      const now = await kept(page);
      const gone = plans.filter((plan) => !now.includes(plan));
      assert.deepEqual(gone, [], "plans are gone");
      plans = now;
    };
    try {
      await play(page, { random: chance(seed), until: Date.now() + seconds * 1_000, spares: SPARES, check });
    } catch (error) {
      error.message += `\nThe last steps, seed ${seed}:\n${log.slice(-25).join("\n")}`;
      throw error;
    }
    console.log(`${log.length} steps, ${plans.length} plans kept`);
    assert.ok(log.length > seconds, `only ${log.length} steps: the page hardly answers`);
  });
});
