// What a team takes away on paper: the brief, the readiness sheet and its check, files for other programs; on A4 and Letter.

import assert from "node:assert/strict";
import { mkdir, readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { openStory, verdict } from "./helpers/rehearsal.mjs";
import { shot } from "./helpers/shot.mjs";

after(closeBrowser);

const ARTEFACTS = fileURLToPath(new URL("./artefacts/", import.meta.url));
const STORIES = new URL("../../crates/scenario/stories/", import.meta.url);
/** Width and height within the margins of papers.css, in CSS pixels (96 to the inch). */
const SIZES = { A4: [210 - 28, 297 - 24], Letter: [215.9 - 28, 279.4 - 24] };
const px = (mm) => Math.floor((mm / 25.4) * 96);

const paper = (page, name) => page.getByRole("article", { name });
const way = (page, name) => page.getByRole("navigation", { name: "What to take away" }).getByRole("link", { name, exact: true });

/** The brief or the sheet has the figures of its rehearsal. */
async function written(page, name) {
  await paper(page, name).getByText(/digest [0-9a-f]{32}/).waitFor({ timeout: 120_000 });
}

/** Pages of a PDF as Chromium writes it: each is an object of its own. */
function pages(pdf) {
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}

async function printed(page, format, name) {
  await mkdir(ARTEFACTS, { recursive: true });
  return page.pdf({ format, preferCSSPageSize: true, path: `${ARTEFACTS}${name}-${format}.pdf` });
}

/** What is wider than its place when it is printed, or cut off there. */
async function overflows(page, format) {
  const [width, height] = SIZES[format].map(px);
  const before = page.viewportSize();
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ media: "print" });
  const found = await page.evaluate((width) => {
    // What is hidden from eyes only is one pixel wide; pictures cut what is drawn outside of them themselves.
    const shown = (element) => element.checkVisibility() && element.clientWidth !== 1 && !element.matches("svg *, input, .visually-hidden");
    return [...document.querySelectorAll("main *")]
      .filter(shown)
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        const cut = getComputedStyle(element).overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1;
        return left < -1 || right > width + 1 || cut;
      })
      .map((element) => `${element.tagName} ${element.className}: ${element.textContent.slice(0, 60)}`);
  }, width);
  await page.emulateMedia({ media: null });
  if (before) await page.setViewportSize(before);
  return found;
}

test("the brief and the sheet of every story are one page each, on A4 and on Letter", async (t) => {
  const keys = (await readdir(STORIES)).map((name) => name.split(".")[0]);
  assert.ok(keys.length >= 10);
  for (const key of keys) {
    await withPage({ query: `#brief&story=${key}` }, async (page) => {
      await written(page, /^Brief for IT/);
      for (const [name, title] of [["brief", /^Brief for IT/], ["readiness", /^Readiness/]]) {
        if (name === "readiness") {
          await way(page, "Readiness sheet").click();
          await written(page, title);
        }
        for (const format of Object.keys(SIZES)) {
          const n = pages(await printed(page, format, `${name}-${key}`));
          t.diagnostic(`${name} of ${key} on ${format}: ${n}`);
          assert.equal(n, 1, `${name} of ${key} on ${format}`);
          assert.deepEqual(await overflows(page, format), [], `${name} of ${key} on ${format}`);
        }
      }
    });
  }
});

test("in Polish and Dutch, where words are longer, they are one page each as well", async () => {
  const wrong = [];
  for (const key of (await readdir(STORIES)).map((name) => name.split(".")[0])) {
    await withPage({ query: `#brief&story=${key}` }, async (page, site) => {
      for (const name of ["brief", "readiness"]) {
        await page.goto(`${site.url}#${name}&story=${key}`);
        for (const language of ["pl", "nl"]) {
          await page.locator(".language__choice").selectOption(language);
          await page.locator(`html[lang=${language}]`).waitFor({ state: "attached" });
          await page.locator("article").getByText(/[0-9a-f]{32}/).first().waitFor({ timeout: 120_000 });
          const what = `${name} of ${key} in ${language}`;
          for (const format of Object.keys(SIZES)) {
            const n = pages(await printed(page, format, `${name}-${key}-${language}`));
            if (n !== 1) wrong.push(`${what} on ${format}: ${n} pages`);
            wrong.push(...(await overflows(page, format)).map((found) => `${what} on ${format}: ${found}`));
          }
        }
      }
    });
  }
  assert.deepEqual(wrong, []);
});

test("the rehearsal itself is printed whole, and nothing sticks out", async () => {
  await withPage({}, async (page) => {
    await openStory(page, /mole/i);
    for (const format of Object.keys(SIZES)) {
      const n = pages(await printed(page, format, "rehearsal"));
      assert.ok(n >= 2 && n <= 14, `${n} pages`);
      assert.deepEqual(await overflows(page, format), [], format);
    }
  });
});

test("who to call is typed on the brief, kept with the plan, and changes no result", async () => {
  await withPage({}, async (page) => {
    await openStory(page, /mole/i);
    const before = await page.getByTestId("digest").innerText();
    await page.getByRole("link", { name: "Hand over", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Hand over: The mole app" }).waitFor();
    await expectAccessible(page);
    await shot(page, "papers-handover");
    await page.getByRole("link", { name: /^Open.*Brief for IT/ }).click();
    await written(page, /^Brief for IT/);
    const brief = paper(page, /^Brief for IT/);
    await brief.getByText("Nobody is named yet.").waitFor();
    await page.getByRole("button", { name: "Add somebody to call" }).click();
    const form = page.getByRole("region", { name: "Who to call, and who tells IT" });
    const one = form.getByRole("group", { name: "Somebody" });
    await one.getByLabel("Name").fill("<b>Operations</b> | night");
    await one.getByLabel("Name").press("Enter");
    const named = form.getByRole("group", { name: /Operations/ });
    await named.getByLabel("How to reach them").fill("+31 20 555 0100");
    await named.getByLabel("How to reach them").press("Enter");
    await brief.getByText("+31 20 555 0100").waitFor();
    await brief.getByText("<b>Operations</b> | night").waitFor();
    await brief.getByText(new RegExp(before)).waitFor();
    await expectAccessible(page);
    await shot(page, "papers-brief");
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download .md" }).click(),
    ]);
    assert.match(file.suggestedFilename(), /brief\.md$/);
    const markdown = await readFile(await file.path(), "utf8");
    assert.match(markdown, /^# Brief for IT: The mole app\n/);
    assert.ok(markdown.includes("\\<b\\>Operations\\</b\\> \\| night"), markdown);
    await page.reload();
    await written(page, /^Brief for IT/);
    await brief.getByText("+31 20 555 0100").waitFor();
    await page.getByRole("link", { name: "Back to the rehearsal" }).click();
    await verdict(page);
    assert.equal(await page.getByTestId("digest").innerText(), before);
  });
});

test("a sheet is checked by its link or its code, and a change is found", async () => {
  await withPage({ query: "#readiness&story=toy-shop&seed=1" }, async (page) => {
    await written(page, /^Readiness/);
    const sheet = paper(page, /^Readiness/);
    await sheet.getByText("Not tested yet.").first().waitFor();
    await expectAccessible(page);
    await shot(page, "papers-readiness");
    const address = await sheet.getByRole("link", { name: "Open this sheet in Onrush and check it" }).getAttribute("href");
    assert.match(address, /#readiness&story=toy-shop&seed=1&verify=or1-/);
    await page.goto("about:blank");
    await page.goto(address);
    const found = page.getByTestId("verified");
    await found.getByText("Verified: same figures.").waitFor({ timeout: 60_000 });
    // Another crowd, and back by one press.
    await page.goto(`${address.replace("seed=1", "seed=2")}`);
    await found.getByText(/^Another crowd/).waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Rehearse with seed 1 and compare" }).click();
    await found.getByText("Verified: same figures.").waitFor({ timeout: 60_000 });
    const code = page.getByLabel("Code", { exact: true });
    const right = await code.inputValue();
    await code.fill(right.replace("or1-", "or1-0"));
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await found.getByText("A letter of this code is missing or wrong.").waitFor();
    await page.goto(`${address.replace("toy-shop", "staffing-firm")}`);
    await found.getByText(/^Not the same plan/).waitFor({ timeout: 60_000 });
    await expectAccessible(page);
    await shot(page, "papers-verified");
  });
});

test("files for other programs are handed out, each with what was checked", async () => {
  await withPage({ query: "#handover&story=mole-app" }, async (page) => {
    await page.getByRole("heading", { level: 1, name: "Hand over: The mole app" }).waitFor();
    for (const [name, end, holds] of [
      ["k6 script", /\.k6\.js$/, /ramping-arrival-rate/],
      ["Locust file", /\.locust\.py$/, /LoadTestShape/],
      ["Artillery profile", /\.artillery\.yml$/, /phases:/],
      ["Calendar (.ics)", /\.ics$/, /BEGIN:VALARM/],
    ]) {
      const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name, exact: true }) });
      await card.getByText(/^Checked: /).waitFor();
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        card.getByRole("button", { name: /^Download/ }).click(),
      ]);
      assert.match(file.suggestedFilename(), end);
      assert.match(await readFile(await file.path(), "utf8"), holds);
    }
    const room = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Values for a waiting room" }) });
    assert.match(await room.innerText(), /Let in about [\d,]+ visitors a minute[\s\S]*Why: /);
  });
});
