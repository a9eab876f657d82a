// For everybody: every view in every theme, on the narrowest screen, with the system's own colours, by key and by ear.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { tooSmall } from "./helpers/targets.mjs";
import { VIEWS, openView, themes } from "./helpers/views.mjs";

after(closeBrowser);

/** How many elements speak by themselves. */
const voices = (page) => page.locator("[aria-live=polite], [aria-live=assertive], [role=status], [role=log], output").count();

for (const view of VIEWS) {
  test(`${view[0]}: nothing for axe to find in any theme, and everything is large enough to be pressed`, async () => {
    await withPage({ context: { viewport: { width: 1440, height: 900 } } }, async (page, site) => {
      await openView(page, site, view);
      assert.equal(await voices(page), 1, "one polite voice");
      for (const theme of await themes(page)) {
        await page.locator(".theme__choice").selectOption(theme);
        await expectAccessible(page);
        assert.deepEqual(await tooSmall(page, theme === "projector" ? 44 : 24), [], theme);
      }
    });
  });

  test(`${view[0]}: on a screen 320 pixels wide, or at four times the size, nothing is lost`, async () => {
    await withPage({ context: { viewport: { width: 320, height: 640 } } }, async (page, site) => {
      await openView(page, site, view);
      const tabs = page.locator(".parts__one");
      for (let i = 0; i < Math.max(1, await tabs.count()); i += 1) {
        if ((await tabs.count()) > 0) await tabs.nth(i).dispatchEvent("click");
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${over} pixels are out of sight in part ${i}`);
        assert.deepEqual(await tooSmall(page, 24), [], `part ${i}`);
      }
      await expectAccessible(page);
    });
  });

  test(`${view[0]}: what has no background of its own can be told apart in forced colours`, async () => {
    await withPage({ context: { forcedColors: "active", viewport: { width: 820, height: 1180 } } }, async (page, site) => {
      await openView(page, site, view);
      await expectAccessible(page);
      // The element with the focus is seen: outlines stay, shadows do not.
      for (let i = 0; i < 12; i += 1) {
        await page.keyboard.press("Tab");
        const seen = await page.evaluate(() => {
          const at = document.activeElement;
          // The parts of a date have a focus of their own, which is the browser's.
          if (at === document.body || at.matches("input[type=date], input[type=time]")) return true;
          const outlined = (one, part) => {
            const { outlineStyle, outlineWidth } = getComputedStyle(one, part);
            return outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
          };
          const near = [at, at.nextElementSibling, at.closest("label"), at.closest(".story"), ...at.children].filter(Boolean);
          return near.some((one) => [null, "::before", "::after"].some((part) => outlined(one, part)));
        });
        assert.ok(seen, await page.evaluate(() => document.activeElement.outerHTML.slice(0, 200)));
      }
    });
  });
}
