// For everybody: every view in every theme, on the narrowest screen, with the system's own colours, by key and by ear.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { everywhere } from "./helpers/everywhere.mjs";
import { VIEWS, openView } from "./helpers/views.mjs";

after(closeBrowser);

for (const view of VIEWS) {
  everywhere(view);

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
