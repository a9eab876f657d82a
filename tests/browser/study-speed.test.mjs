// How long questions take that many runs answer, on this machine's cores. What matters to people is printed: on two cores, advice for the
// mole app within 30 s with a first useful line within 3 s, bands of 200 futures within 3 s by forecast and confirmed within 60 s. A slow or
// busy machine must not make these fail: what is checked is that something useful comes long before the end.

import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { after, test } from "node:test";

import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { openStory } from "./helpers/rehearsal.mjs";

after(closeBrowser);

const LONG = { timeout: 600_000 };
const panel = (page, name) => page.getByRole("region", { name, exact: true });
const button = (within, name) => within.getByRole("button", { name, exact: true });

/** Presses a button of a panel; gives the seconds until each of these is there. */
async function timed(page, within, press, waits) {
  await button(within, press).click();
  const begun = performance.now();
  const seconds = async (wait) => {
    await wait.waitFor(LONG);
    return (performance.now() - begun) / 1000;
  };
  return Promise.all(waits.map(seconds));
}

const said = (seconds) => seconds.map((s) => `${s.toFixed(1)} s`).join(", ");

test("advice: a useful line soon, and all of it", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "Try it : The mole app", { exact: true });
    const help = panel(page, "What would help?");
    const [first, all] = await timed(page, help, "Look for what helps", [
      help.getByRole("listitem").first(),
      button(help, "Look again"),
    ]);
    console.log(`advice for the mole app on ${availableParallelism()} cores: first line, all of it: ${said([first, all])}`);
    assert.ok(first < all / 2, `the first line came after ${first} s of ${all}`);
  });
});

test("200 futures: bands by forecast soon, then confirmed by exact runs", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "Try it : The mole app", { exact: true });
    const chances = panel(page, "How likely does it hold?");
    const bands = page.locator("section[aria-labelledby=charts]").getByTestId("futures");
    const [first, all] = await timed(page, chances, "Play the futures", [bands.first(), button(chances, "Look again")]);
    console.log(`futures of the mole app on ${availableParallelism()} cores: first bands, confirmed: ${said([first, all])}`);
    console.log(await chances.getByText(/futures|runs/).first().innerText());
    assert.ok(first < all / 2, `the first bands came after ${first} s of ${all}`);
  });
});
