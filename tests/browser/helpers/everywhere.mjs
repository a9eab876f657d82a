// What holds for every screen in every theme and language, looked at on one page: opened once, and changed by its own menus.

import assert from "node:assert/strict";
import { test } from "node:test";

import { COLOURS, expectAccessible } from "./accessible.mjs";
import { withPage } from "./browser.mjs";
import { everyPart, looks } from "./screens.mjs";
import { cutOff, outOfSight, tooSmall } from "./targets.mjs";
import { openView } from "./views.mjs";

const LANGUAGES = ["en", "pl", "nl"];

/** How many elements speak by themselves. */
const voices = (page) => page.locator("[aria-live=polite], [aria-live=assertive], [role=status], [role=log], output").count();

/**
 * Every theme in every language on a desk, and every language on a screen 320 pixels wide. All of axe's rules are asked once in each
 * language; in the other themes only those about colours, since a theme changes colours and sizes and no element.
 */
export function everywhere(view) {
  test(`${view[0]}: nothing for axe to find in any theme and language, everything large enough, nothing lost at 320 pixels`, async () => {
    await withPage({ context: { viewport: { width: 1440, height: 900 } } }, async (page, site) => {
      await openView(page, site, view);
      await everyPart(page, view, async (name, only) => {
        if (!view[1].startsWith("?embed")) assert.equal(await voices(page), 1, `${name}: one polite voice`);
        const look = await looks(page);
        for (const language of LANGUAGES) {
          await look.language(language);
          for (const [i, theme] of look.themes.entries()) {
            // What is only a part of a screen shares its frame and its style sheets: there each further theme is seen in one language.
            if (only && i > 0 && LANGUAGES[i % LANGUAGES.length] !== language) continue;
            await look.theme(theme);
            const where = `${name}, ${language}, ${theme}`;
            await expectAccessible(page, theme === look.themes[0] ? {} : COLOURS, only, where);
            assert.deepEqual(await tooSmall(page, theme === "projector" ? 44 : 24), [], where);
          }
          await look.theme(look.themes[0]);
          // Or a larger one at four times the size.
          await page.setViewportSize({ width: 320, height: 640 });
          await narrow(page, `${name}, ${language}, 320 pixels`);
          if (language === LANGUAGES[0]) await expectAccessible(page, {}, only, `${name}, 320 pixels`);
          await page.setViewportSize({ width: 1440, height: 900 });
        }
        await look.language(LANGUAGES[0]);
      });
    });
  });
}

/** Nothing is out of sight, cut off or too small, behind whichever tab. */
async function narrow(page, where) {
  const tabs = page.locator(".parts__one");
  for (let i = 0; i < Math.max(1, await tabs.count()); i += 1) {
    if ((await tabs.count()) > 0) await tabs.nth(i).dispatchEvent("click");
    assert.equal(await outOfSight(page), 0, `${where}: pixels out of sight in part ${i}`);
    assert.deepEqual(await cutOff(page), [], `${where}: cut off in part ${i}`);
    assert.deepEqual(await tooSmall(page, 24), [], `${where}: too small in part ${i}`);
  }
}
