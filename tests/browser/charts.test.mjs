// The charts of a result: read, looked at closely, reduced to what matters, and kept as files.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";

import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { clock, openStory, slider } from "./helpers/rehearsal.mjs";

after(closeBrowser);

const MOLE = "The mole app";

/** A chart by its title. */
function chartOf(page, title) {
  return page.getByRole("figure", { name: title });
}

/** What its legend reads at the cursor, by the name of the line. */
async function readOut(chart) {
  const lines = await chart.locator(".chart__key li").all();
  const read = {};
  for (const line of lines) {
    read[await line.locator(".chart__name").innerText()] = await line.locator("strong").innerText();
  }
  return read;
}

/** The length of the time that is shown, in seconds. */
function length(page) {
  return slider(page).evaluate((input) => Number(input.max) - Number(input.min) + 1);
}

test("hovering and the keys read the same figures as the table", async () => {
  await withPage({}, async (page) => {
    await openStory(page, MOLE);
    const chart = chartOf(page, "How long pages take");
    await chart.getByText("The figures").click();
    const headings = await chart.locator("thead th.number").allInnerTexts();
    const row = chart.locator("tbody tr").nth(9);
    const when = await row.locator("th").innerText();
    const figures = await row.locator("td").allInnerTexts();

    // By the mouse: along the chart until the clock stands at that second.
    const stage = chart.getByRole("slider");
    const box = await stage.boundingBox();
    let x = 0;
    for (; x < box.width; x += 0.5) {
      await page.mouse.move(box.x + x, box.y + box.height / 2);
      if ((await clock(page)) === when) break;
    }
    assert.equal(await clock(page), when, "hovering reaches that second");
    const expected = Object.fromEntries(headings.map((name, i) => [name, figures[i]]));
    assert.deepEqual(await readOut(chart), expected);

    // By the keys, away and back.
    await page.mouse.move(0, 0);
    await stage.focus();
    await page.keyboard.press("ArrowRight");
    assert.notEqual(await clock(page), when);
    await page.keyboard.press("ArrowLeft");
    assert.equal(await clock(page), when);
    assert.deepEqual(await readOut(chart), expected);
    const spoken = await stage.getAttribute("aria-valuetext");
    assert.ok(spoken.startsWith(`${when}: `), spoken);
    for (const [name, value] of Object.entries(expected)) assert.ok(spoken.includes(`${name} ${value}`), spoken);
    // The row of the cursor comes first.
    assert.equal(await chart.locator("tbody tr").first().innerText(), await row.innerText());
  });
});

test("a stretch that is marked is looked at closely, by mouse and by keys", async () => {
  await withPage({}, async (page) => {
    await openStory(page, MOLE);
    await page.getByRole("radio", { name: "The whole time" }).first().check();
    assert.equal(await length(page), 5400);
    const stage = chartOf(page, "How long pages take").getByRole("slider");
    await stage.scrollIntoViewIfNeeded();
    const box = await stage.boundingBox();
    const y = box.y + 60;
    await page.mouse.move(box.x + box.width * 0.4, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, y);
    await page.locator(".chart__marked").waitFor();
    await page.mouse.move(box.x + box.width * 0.6, y);
    await page.mouse.up();
    const near = await length(page);
    assert.ok(near > 900 && near < 1400, `a fifth of it: ${near}`);
    assert.equal(await page.locator(".chart__marked").count(), 0);
    // Every part shows the same stretch.
    assert.equal(await stage.getAttribute("aria-valuemin"), await slider(page).getAttribute("min"));

    await stage.focus();
    await page.keyboard.press("+");
    const nearer = await length(page);
    assert.ok(Math.abs(nearer - near / 2) <= 2, `${near} → ${nearer}`);
    await page.keyboard.press("-");
    assert.ok(Math.abs((await length(page)) - near) <= 2);
    await page.keyboard.press("0");
    assert.equal(await length(page), 5400);
    await page.getByRole("button", { name: "Show half as much time" }).first().click();
    assert.equal(await length(page), 2700);

    // A jump takes what is shown along.
    await page.getByRole("button", { name: "Show half as much time" }).first().click();
    await page.getByRole("button", { name: "Earlier", exact: true }).first().click();
    await page.getByRole("button", { name: "Recovery" }).click();
    assert.match(await clock(page), /^21:29/);
    assert.equal(await length(page), 1350);
  });
});

test("a line can be taken out and put back", async () => {
  await withPage({}, async (page) => {
    await openStory(page, MOLE);
    const chart = chartOf(page, "People on the site, people lost");
    const inked = () => chart.locator("canvas").evaluate((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      // People lost are the only red there is.
      let red = 0;
      for (let i = 0; i < data.length; i += 4) if (data[i] > 150 && data[i + 1] < 90 && data[i + 2] < 110) red += 1;
      return red;
    });
    const lost = chart.getByRole("button", { name: /lost so far/ });
    assert.equal(await lost.getAttribute("aria-pressed"), "true");
    assert.ok((await inked()) > 100);
    await lost.click();
    assert.equal(await lost.getAttribute("aria-pressed"), "false");
    await page.waitForFunction(() => document.querySelectorAll(".chart__dot").length === 4);
    assert.equal(await inked(), 0);
    await lost.click();
    assert.ok((await inked()) > 100);
  });
});

test("a chart opens and closes, and its finding stays", async () => {
  await withPage({}, async (page) => {
    await openStory(page, MOLE);
    const chart = chartOf(page, "Requests waiting in line");
    const toggle = chart.getByRole("button", { name: "Requests waiting in line", exact: true });
    assert.match(await chart.locator(".chart__says").innerText(), /^At most .* requests stood in line/);
    assert.equal(await chart.locator("canvas").count(), 0);
    await toggle.click();
    await chart.locator("canvas").waitFor();
    assert.equal(await toggle.getAttribute("aria-expanded"), "true");
    await toggle.click();
    assert.equal(await chart.locator("canvas").count(), 0);
    // No stock, no waiting room, no autoscaler: no charts of them.
    assert.equal(await chartOf(page, "What is left to sell").count(), 0);
  });
});

/** Saves a file and gives its name and content. */
async function saved(page, press) {
  const waiting = page.waitForEvent("download");
  await press();
  const download = await waiting;
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

test("charts and figures can be kept as SVG, PNG and CSV", async () => {
  await withPage({}, async (page) => {
    await openStory(page, MOLE);
    const chart = chartOf(page, "People on the site, people lost");
    const svg = await saved(page, () => chart.getByRole("button", { name: /Save as SVG/ }).click());
    assert.equal(svg.name, "the-mole-app-crowd-1-people.svg");
    const picture = await page.evaluate((text) => {
      const xml = new DOMParser().parseFromString(text, "image/svg+xml");
      return { root: xml.documentElement.nodeName, texts: [...xml.querySelectorAll("text")].map((t) => t.textContent.trim()) };
    }, svg.content.toString("utf8"));
    assert.equal(picture.root, "svg");
    for (const text of ["People on the site, people lost", "lost so far", "on the site"]) {
      assert.ok(picture.texts.includes(text), `${text} in ${picture.texts}`);
    }

    const png = await saved(page, () => chart.getByRole("button", { name: /Save as PNG/ }).click());
    assert.equal(png.name, "the-mole-app-crowd-1-people.png");
    assert.deepEqual([...png.content.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
    assert.deepEqual([png.content.readUInt32BE(16), png.content.readUInt32BE(20)], [1920, 840]);
    assert.ok(png.content.length > 10_000, "not an empty picture");

    const csv = await saved(page, () => page.getByRole("button", { name: "Save every second as CSV" }).click());
    assert.equal(csv.name, "the-mole-app-crowd-1.csv");
    const rows = csv.content.toString("utf8").trim().split("\r\n").map((row) => row.split(","));
    assert.equal(rows.length, 5401);
    assert.deepEqual(rows[0].slice(0, 2), ["second", "local time"]);
    const visits = rows.slice(1).reduce((sum, row) => sum + Number(row[rows[0].indexOf("new visits")]), 0);
    await page.getByText("The exact numbers").click();
    const all = Number((await page.getByTestId("visits").innerText()).replaceAll(",", ""));
    assert.equal(visits, all, "the table has everybody");
  });
});
