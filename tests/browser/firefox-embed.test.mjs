// The same hosts in the stock Firefox, which here keeps nothing for anybody (all cookies and storage refused).

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import puppeteer from "puppeteer-core";

import { HOSTS, hostPages, servePages } from "./helpers/hosts.mjs";
import { serve } from "./helpers/site.mjs";

let firefox;
let site;
let host;

before(async () => {
  site = await serve({ under: "/tools/onrush/" });
  host = await servePages([
    ...hostPages(site),
    {
      path: "/wrong",
      html: `<iframe title="Onrush" src="${site.url}?embed=1#story=mole-app&theme=mauve" sandbox="allow-scripts"></iframe>`,
    },
    {
      path: "/keys",
      html: `<iframe title="Onrush" height="600" src="${site.url}?embed=1#story=mole-app&show=answer,crowd" sandbox="allow-scripts"></iframe>`,
    },
  ]);
  firefox = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.ONRUSH_FIREFOX ?? "/usr/bin/firefox",
    headless: true,
    extraPrefsFirefox: { "network.cookie.cookieBehavior": 2 },
  });
});

after(async () => {
  await firefox?.close();
  await host?.close();
  await site?.close();
});

/** Opens a page of the host and gives it with its frame; fails on complaints. */
async function withFrame(path, use) {
  const page = await firefox.newPage();
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  try {
    await page.goto(`${host.origin}${path}`);
    const element = await page.waitForSelector("iframe");
    await element.evaluate((e) => e.scrollIntoView());
    await use(page, await element.contentFrame(), element);
    // Firefox asks each host for its icon, which the host's own policy forbids.
    assert.deepEqual(complaints.filter((text) => !/favicon\.ico/.test(text)), []);
    assert.deepEqual(site.missing, []);
  } finally {
    await page.close();
  }
}

const verdict = async (frame) => {
  const heading = await frame.waitForSelector("[data-testid=verdict]", { timeout: 90_000 });
  return heading.evaluate((element) => element.textContent);
};

for (const { name, fixed } of HOSTS) {
  test(`it runs in a page like those of ${name}, with nothing stored`, async () => {
    await withFrame(`/${name.replace(" ", "-").toLowerCase()}`, async (page, frame, element) => {
      assert.match(await verdict(frame), /21:2/);
      const stored = await frame.evaluate(() => {
        try {
          return localStorage.length >= 0;
        } catch (error) {
          return error.name;
        }
      });
      assert.equal(stored, "SecurityError", "nothing can be stored here");
      if (fixed) assert.equal(await element.evaluate((e) => e.clientHeight), fixed);
      else await page.waitForFunction(() => document.querySelector("iframe").clientHeight > 700);
    });
  });
}

test("a fault in the address is told", async () => {
  await withFrame("/wrong", async (page, frame) => {
    const alert = await frame.waitForSelector("[role=alert]:not(:empty) code");
    assert.equal(await alert.evaluate((element) => element.textContent), "theme=mauve");
  });
});

test("a keyboard comes in and goes out again", async () => {
  await withFrame("/keys", async (page, frame) => {
    await verdict(frame);
    await page.focus("#before");
    let inside = 0;
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => document.activeElement.id || document.activeElement.tagName);
      if (at === "behind") break;
      if (at === "IFRAME") inside += 1;
    }
    assert.equal(await page.evaluate(() => document.activeElement.id), "behind");
    assert.ok(inside > 5, `${inside} stops in the frame`);
  });
});
