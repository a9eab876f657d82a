// The smoke test in the stock Firefox, over WebDriver BiDi (no driver program needed).

import assert from "node:assert/strict";
import { test } from "node:test";
import puppeteer from "puppeteer-core";

import { workerListens } from "./helpers/boot.mjs";
import { SINGLE, serve } from "./helpers/site.mjs";

test("the page opens in Firefox and a worker listens", async () => {
  const site = await serve(...(SINGLE ? [] : [{ under: "/tools/onrush/" }]));
  const firefox = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.ONRUSH_FIREFOX ?? "/usr/bin/firefox",
    headless: true,
  });
  const complaints = [];
  const newPage = async () => {
    const page = await firefox.newPage();
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    return page;
  };
  try {
    const page = await newPage();
    await page.goto(site.url);
    await page.waitForFunction(() => !document.getElementById("loading") && document.querySelector("h1")?.innerText);
    assert.deepEqual(await page.evaluate(workerListens), ["ready"]);
    // A story, as by a link: in a page of its own, since Firefox complains of files that a page left behind was still reading.
    const linked = await newPage();
    await linked.goto(`${site.url}#story=mole-app`);
    await linked.waitForFunction(() => document.querySelector("[data-testid=verdict]")?.innerText.includes("21:26"), {
      timeout: 60_000,
    });
    assert.deepEqual(complaints, []);
    assert.deepEqual(site.missing, []);
  } finally {
    await firefox.close();
    await site.close();
  }
});
