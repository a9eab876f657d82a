// How it looks: nothing for axe to find in any state and theme, and pictures of the two screens for people to judge.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { crashFirstJob } from "./helpers/crash.mjs";
import { chooseFile, openStory, started, verdict } from "./helpers/rehearsal.mjs";
import { shot } from "./helpers/shot.mjs";

after(closeBrowser);

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing, ${colorScheme}`, async () => {
    await withPage({ context: { colorScheme } }, async (page) => {
      await started(page);
      await expectAccessible(page);

      await chooseFile(page, "bad.onrush.json", '{ "onrush": 1, "site": {} }');
      await page.getByRole("heading", { name: "bad.onrush.json" }).waitFor();
      await expectAccessible(page);
      await page.getByRole("button", { name: "Close this message" }).click();

      await page.getByRole("link", { name: "The mole app" }).click();
      await page.getByRole("progressbar").waitFor();
      await expectAccessible(page);
      await page.getByRole("button", { name: "Another crowd" }).click();
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("button", { name: "Start again" }).waitFor();
      await expectAccessible(page);

      await page.getByRole("button", { name: "Start again" }).click();
      await verdict(page);
      await expectAccessible(page);
      for (const summary of await page.locator("summary").all()) await summary.click();
      await expectAccessible(page);
    });
  });

  test(`axe finds nothing after a crash, ${colorScheme}`, async () => {
    const before = (page) => page.addInitScript(crashFirstJob);
    await withPage({ context: { colorScheme }, before, expected: [/unreachable/] }, async (page) => {
      await started(page);
      await page.getByRole("link", { name: "The mole app" }).click();
      await page.getByRole("button", { name: "Try again" }).waitFor();
      await expectAccessible(page);
    });
  });
}

test("the theme can be chosen and is kept", async () => {
  await withPage({ context: { colorScheme: "light" } }, async (page) => {
    await started(page);
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByLabel("Colours").selectOption("Dark");
    const dark = await ground();
    assert.notEqual(dark, light);
    await page.reload();
    await started(page);
    assert.equal(await ground(), dark);
    await page.getByLabel("Colours").selectOption("As the system");
    assert.equal(await ground(), light);
  });
});

test("nothing is wider than the screen", async () => {
  for (const width of [320, 390, 820, 1440]) {
    await withPage({ context: { viewport: { width, height: 800 } } }, async (page) => {
      const over = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      await started(page);
      assert.ok((await over()) <= 0, `the start at ${width}`);
      await openStory(page, "The mole app");
      assert.ok((await over()) <= 0, `the result at ${width}`);
    });
  }
});

test("pictures of the start and of a result", async () => {
  await withPage({}, async (page) => {
    await started(page);
    await shot(page, "start");
    await openStory(page, "The mole app");
    // In a picture of the whole page the scrubber, which sticks to the window, would lie in the middle.
    await page.evaluate(() => (document.querySelector(".scrubber").style.position = "static"));
    await shot(page, "result");
  });
});
