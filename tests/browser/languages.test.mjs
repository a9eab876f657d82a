// Languages: chosen by browser, by address and by the menu; a switch keeps the plan and is said; pseudo-languages show what is cut
// off, what is not mirrored, and that text stays text.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { cutOff, outOfSight } from "./helpers/targets.mjs";
import { VIEWS, openView } from "./helpers/views.mjs";
import { shot } from "./helpers/shot.mjs";

after(closeBrowser);

const root = (page) => page.evaluate(() => ({ lang: document.documentElement.lang, dir: document.documentElement.dir }));
const menu = (page) => page.locator(".language__choice");

/** The page is in this language: its mark, its menu and its heading say so. */
async function expectLanguage(page, tag) {
  await page.locator(`html[lang="${tag}"] #app > main h1`).first().waitFor();
  assert.equal(await menu(page).inputValue(), tag);
}

for (const [preferred, tag] of [["pl-PL", "pl"], ["nl-BE", "nl"], ["de-DE", "en"]]) {
  test(`a browser that prefers ${preferred} gets ${tag}`, async () => {
    await withPage({ context: { locale: preferred } }, async (page) => {
      await expectLanguage(page, tag);
      const heading = await page.getByRole("heading", { level: 1 }).first().textContent();
      assert.equal(heading === "Rehearse the crowd before it arrives", tag === "en");
      await expectAccessible(page);
    });
  });
}

test("the address comes first, also for a plan, and only what is spoken is fetched", async () => {
  const fetched = [];
  const before = (page) => page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
  await withPage({ before, query: "?language=pl#story=museum-tickets", context: { locale: "nl-NL" } }, async (page) => {
    await page.getByTestId("verdict").waitFor({ timeout: 60_000 });
    assert.deepEqual(await root(page), { lang: "pl", dir: "ltr" });
    assert.deepEqual(fetched.filter((path) => path.includes("languages/")).map((path) => path.split("/").pop()), ["pl.txt"]);
    await expectAccessible(page);
    await shot(page, "languages-polish");
  });
  await withPage({ query: "?language=tlh" }, async (page) => {
    await expectLanguage(page, "en");
  });
});

test("the menu changes the language: the plan, what was typed and the place stay, it is said, and it is kept", async () => {
  await withPage({ query: "#story=toy-shop" }, async (page, site) => {
    await page.getByTestId("verdict").waitFor({ timeout: 60_000 });
    const digest = await page.getByTestId("digest").first().textContent();
    const address = page.url();
    await page.getByRole("combobox", { name: "Language" }).selectOption("nl");
    await expectLanguage(page, "nl");
    await page.locator("#voice").getByText("Deze pagina is nu in het Nederlands.").waitFor({ state: "attached" });
    await page.getByRole("combobox", { name: "Taal" }).waitFor();
    assert.equal(await page.getByTestId("digest").first().textContent(), digest, "the same result");
    assert.equal(page.url(), address, "the same place");
    await expectAccessible(page);
    await page.reload();
    await page.getByTestId("verdict").waitFor({ timeout: 60_000 });
    await expectLanguage(page, "nl");
    await page.goto(site.url);
    await page.locator(".story").first().waitFor();
    await expectLanguage(page, "nl");
    await menu(page).selectOption("en");
    await expectLanguage(page, "en");
  });
});

test("a change of one's own outlives a change of the language, and can be undone in the other one", async () => {
  await withPage({ query: "#story=mole-app" }, async (page) => {
    await page.getByTestId("verdict").waitFor({ timeout: 60_000 });
    await page.locator("[data-activity]").first().dispatchEvent("click");
    const name = page.getByRole("dialog").getByLabel("Name of the activity");
    await name.fill("Mijn eigen tekst");
    await name.press("Enter");
    await page.keyboard.press("Escape");
    await menu(page).selectOption("pl");
    await page.locator("html[lang=pl]").waitFor();
    await page.getByText("Mijn eigen tekst").first().waitFor({ state: "attached" });
    await page.locator(".steps__one").first().click();
    await page.getByText("Mijn eigen tekst").first().waitFor({ state: "detached" });
  });
});

test("a note that is changed in another language leaves the others as they are in the plan", async () => {
  await withPage({ query: "#story=toy-shop" }, async (page) => {
    await page.getByTestId("verdict").waitFor({ timeout: 60_000 });
    const sources = page.locator(".notes__fields input[type=text]");
    const all = () => sources.evaluateAll((inputs) => inputs.map((input) => input.value));
    await sources.first().waitFor({ state: "attached" });
    const english = await all();
    assert.ok(english.length > 5, "the story has notes");
    await menu(page).selectOption("nl");
    await page.locator("html[lang=nl]").waitFor();
    await page.locator("details:has(.notes)").evaluate((list) => {
      for (const one of [list, ...list.querySelectorAll("details")]) one.open = true;
    });
    assert.notDeepEqual(await all(), english, "the story's notes are told in Dutch");
    await sources.nth(2).fill("IT heeft het gemeten");
    await sources.nth(2).press("Enter");
    await page.locator(".notes__source summary").filter({ hasText: "IT heeft het gemeten" }).waitFor();
    await menu(page).selectOption("en");
    await page.locator("html[lang=en]").waitFor();
    assert.deepEqual(await all(), english.with(2, "IT heeft het gemeten"));
  });
});

test("without storage the language holds for the visit", async () => {
  const before = (page) =>
    page.addInitScript(() => {
      Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
    });
  await withPage({ before }, async (page) => {
    await page.locator(".story").first().waitFor();
    await menu(page).selectOption("pl");
    await expectLanguage(page, "pl");
    // Another program takes over.
    await page.locator(".story__link").nth(2).click();
    await page.getByTestId("verdict").waitFor({ timeout: 60_000 });
    await expectLanguage(page, "pl");
  });
});

test("sentences that do not arrive leave everything as it was", async () => {
  const before = (page) => page.route("**/languages/pl.txt*", (route) => route.abort());
  await withPage({ before, expected: [/Failed to load resource/] }, async (page) => {
    await page.locator(".story").first().waitFor();
    await menu(page).selectOption("pl");
    await page.getByText("Polski could not be loaded.", { exact: false }).first().waitFor();
    await expectLanguage(page, "en");
  });
  await withPage({ before, query: "?language=pl", expected: [/Failed to load resource/] }, async (page) => {
    await expectLanguage(page, "en");
  });
});

for (const view of VIEWS) {
  test(`${view[0]}: a language twice as long fits a telephone, and one from right to left is mirrored`, async () => {
    await withPage({ context: { viewport: { width: 390, height: 844 } } }, async (page, site) => {
      for (const [tag, dir] of [["en-XA", "ltr"], ["ar-XB", "rtl"]]) {
        await openView(page, { url: `${site.url}?language=${tag}` }, view);
        assert.deepEqual(await root(page), { lang: tag, dir });
        const tabs = page.locator(".parts__one");
        for (let i = 0; i < Math.max(1, await tabs.count()); i += 1) {
          if ((await tabs.count()) > 0) await tabs.nth(i).dispatchEvent("click");
          assert.equal(await outOfSight(page), 0, `${tag}: pixels out of sight in part ${i}`);
          assert.deepEqual(await cutOff(page), [], `${tag}, part ${i}`);
        }
      }
    });
  });

  test(`${view[0]}: markup in every sentence is shown and never read`, async () => {
    await withPage({ query: "?language=en-XI" }, async (page, site) => {
      await openView(page, { url: `${site.url}?language=en-XI` }, view);
      assert.equal(await page.locator("img").count(), 0);
      assert.ok((await page.locator("main").textContent()).includes("<img src=x onerror="));
      assert.notEqual(await page.title(), "injected");
    });
  });
}

test("from right to left the way home stands on the right, and a timeline still runs from left to right", async () => {
  await withPage({ query: "?language=ar-XB#story=mole-app", context: { viewport: { width: 1440, height: 900 } } }, async (page) => {
    await page.getByTestId("verdict").waitFor({ timeout: 60_000 });
    const brand = await page.locator(".bar__brand").boundingBox();
    assert.ok(brand.x > 720, `the brand begins at ${brand.x}`);
    await expectAccessible(page);
    await shot(page, "languages-mirrored");
  });
});
