// How it looks: nothing for axe to find in any state and theme, and pictures of the two screens for people to judge.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { crashFirstJob } from "./helpers/crash.mjs";
import { chooseFile, openStory, started, verdict } from "./helpers/rehearsal.mjs";
import { PICTURES, shot } from "./helpers/shot.mjs";

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

/** Chooses a theme by its name in the menu. */
function chooseTheme(page, name) {
  return page.getByLabel("Colours").selectOption(name);
}

for (const [theme, colorScheme] of [["High contrast", "light"], ["High contrast", "dark"], ["Projector", "dark"]]) {
  test(`axe finds nothing, ${theme} in a ${colorScheme} system`, async () => {
    await withPage({ context: { colorScheme } }, async (page) => {
      await started(page);
      await chooseTheme(page, theme);
      await expectAccessible(page);
      await openStory(page, "The mole app");
      const closed = page.locator(".chart__toggle[aria-expanded=false]");
      while ((await closed.count()) > 0) await closed.first().click();
      for (const summary of await page.locator("summary").all()) await summary.click();
      await expectAccessible(page);
      await page.goto(page.url().replace(/#.*/, "#model"));
      await page.getByRole("heading", { level: 1, name: "What this model leaves out" }).waitFor();
      await expectAccessible(page);
    });
  });
}

/** The colour of the ground and of a chart's canvas in its upper right corner. */
async function grounds(page) {
  return page.evaluate(() => {
    const canvas = document.querySelector(".chart__canvas");
    const [r, g, b] = canvas.getContext("2d").getImageData(canvas.width - 2, 2, 1, 1).data;
    const panel = getComputedStyle(document.querySelector(".panel")).backgroundColor;
    return { chart: `rgb(${r}, ${g}, ${b})`, panel };
  });
}

test("charts are drawn in the colours of the page, in each theme", async () => {
  await withPage({ context: { colorScheme: "light" } }, async (page) => {
    await openStory(page, "The mole app");
    const seen = new Set();
    for (const theme of ["Light", "Dark", "High contrast", "Projector", "As the system"]) {
      await chooseTheme(page, theme);
      // Drawing follows the choice by a frame or two.
      await page.waitForFunction(() => {
        const canvas = document.querySelector(".chart__canvas");
        const [r, g, b] = canvas.getContext("2d").getImageData(canvas.width - 2, 2, 1, 1).data;
        return `rgb(${r}, ${g}, ${b})` === getComputedStyle(document.querySelector(".panel")).backgroundColor;
      });
      seen.add((await grounds(page)).chart);
    }
    assert.ok(seen.size >= 2, [...seen].join());
    await page.emulateMedia({ colorScheme: "dark" });
    await page.waitForFunction(() => {
      const canvas = document.querySelector(".chart__canvas");
      return canvas.getContext("2d").getImageData(canvas.width - 2, 2, 1, 1).data[0] < 60;
    });
  });
});

test("more contrast comes where the system asks for it", async () => {
  await withPage({ context: { contrast: "more" } }, async (page) => {
    await started(page);
    const ink = () => page.evaluate(() => getComputedStyle(document.body).color);
    assert.equal(await ink(), "rgb(0, 0, 0)");
    await page.emulateMedia({ contrast: "no-preference" });
    await page.waitForFunction(() => getComputedStyle(document.body).color !== "rgb(0, 0, 0)");
  });
});

test("the browser's own colours are kept where it insists on them", async () => {
  await withPage({ context: { forcedColors: "active" } }, async (page) => {
    await openStory(page, "The mole app");
    await expectAccessible(page);
    for (const [name, selector] of [["the tab", ".choice__one input:checked + span"], ["the bar", ".people__bar"]]) {
      assert.ok(await page.locator(selector).first().isVisible(), name);
    }
  });
});

test("with reduced motion nothing moves by itself", async () => {
  await withPage({ context: { reducedMotion: "reduce" } }, async (page) => {
    await openStory(page, "The mole app");
    await page.getByRole("button", { name: "Play", exact: true }).click();
    const before = await page.getByTestId("clock").innerText();
    await page.waitForFunction((old) => document.querySelector("[data-testid=clock]").innerText !== old, before);
    const moving = await page.evaluate(() => document.getAnimations().filter((a) => a.playState === "running").length);
    assert.equal(moving, 0);
  });
});

test("on a phone one part is shown at a time, chosen or swiped to", async () => {
  const context = { viewport: { width: 320, height: 700 }, hasTouch: true };
  await withPage({ context }, async (page) => {
    await openStory(page, "The mole app");
    const over = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    const shown = () => page.locator(".part").evaluateAll((all) =>
      [...new Set(all.filter((one) => one.offsetParent !== null).map((one) => one.className.match(/part--(crowd|room|charts|causes|wayout|money)/)[1]))]);
    for (const [name, part] of [["Crowd", "crowd"], ["Site", "room"], ["Over time", "charts"], ["Causes", "causes"], ["What helps", "wayout"], ["Money", "money"]]) {
      const tab = page.getByRole("navigation", { name: "Parts of the rehearsal" }).getByRole("button", { name, exact: true });
      await tab.click();
      assert.equal(await tab.getAttribute("aria-current"), "true");
      assert.deepEqual(await shown(), [part]);
      assert.ok((await over()) <= 0, `${name} is wider than the screen`);
      assert.ok(await page.locator(".scrubber").isVisible(), "the scrubber stays");
    }
    // A finger to the right goes back by one part.
    const swipe = (from, to) => page.evaluate(([from, to]) => {
      const place = document.querySelector(".part--chosen .panel__head");
      const fire = (type, x) => place.dispatchEvent(new PointerEvent(type, {
        bubbles: true, pointerType: "touch", pointerId: 5, clientX: x, clientY: 300,
      }));
      fire("pointerdown", from);
      fire("pointerup", to);
    }, [from, to]);
    await swipe(100, 200);
    assert.deepEqual(await shown(), ["wayout"]);
    await swipe(200, 100);
    assert.deepEqual(await shown(), ["money"]);
    await swipe(200, 180);
    assert.deepEqual(await shown(), ["money"]);
  });
});

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
  for (const width of [320, 390, 640, 820, 1440, 2560]) {
    await withPage({ context: { viewport: { width, height: 800 } } }, async (page) => {
      const over = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      await started(page);
      assert.ok((await over()) <= 0, `the start at ${width}`);
      await openStory(page, "The mole app");
      assert.ok((await over()) <= 0, `the result at ${width}`);
    });
  }
});

if (PICTURES) test("pictures of the start and of a result", async () => {
  await withPage({}, async (page) => {
    await started(page);
    await shot(page, "start");
    await openStory(page, "The mole app");
    // In a picture of the whole page the scrubber, which sticks to the window, would lie in the middle.
    await page.evaluate(() => (document.querySelector(".scrubber").style.position = "static"));
    await shot(page, "result");
  });
});
