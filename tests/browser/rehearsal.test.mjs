// A rehearsal from the first click to the last second: run, read, scrub, cancel, another crowd.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { clock, digest, openStory, slider, started, verdict } from "./helpers/rehearsal.mjs";
import { expectValue } from "./helpers/value.mjs";

after(closeBrowser);

const MOLE = "The mole app";

/** Shows all of the plan's time, not only the minutes around the break. */
function wholeTime(page) {
  return page.getByRole("radio", { name: "The whole time" }).first().check();
}

/** Text of a message that has no sentence shows as ⟨id⟩. */
async function nothingUnsaid(page) {
  const text = await page.evaluate(() => document.body.innerText);
  assert.deepEqual(text.match(/⟨.*?⟩/g) ?? [], [], "sentences are missing");
}

test("one click shows the break and its cause", async () => {
  await withPage({}, async (page) => {
    const said = await openStory(page, MOLE);
    assert.match(said, /^It breaks at 21:2\d:\d\d\.\s.*database connections/s);
    await nothingUnsaid(page);
  });
});

test("every story runs, and everybody who came is accounted for", async () => {
  await withPage({}, async (page) => {
    await started(page);
    const names = await page.locator(".story__link[href*='story=']").allInnerTexts();
    assert.ok(names.length >= 3, `only ${names}`);
    for (const name of names) {
      await openStory(page, name.replaceAll(/\s+/g, " "), { exact: true });
      await nothingUnsaid(page);
      await page.getByText("The exact numbers").click();
      const counts = await page.locator(".people tbody td:nth-child(2)").allInnerTexts();
      const numbers = counts.map((text) => Number(text.replaceAll(",", "")));
      const all = numbers.pop();
      assert.ok(all > 0);
      assert.equal(numbers.reduce((a, b) => a + b, 0), all, `${name}: ${counts}`);
      await page.goBack();
    }
  });
});

/** In the page: counts the frames it draws while a rehearsal is asked for and not answered. */
function countFrames() {
  globalThis.framesMeanwhile = 0;
  let waiting = false;
  const post = Worker.prototype.postMessage;
  const heard = new WeakSet();
  Worker.prototype.postMessage = function (message, ...rest) {
    // The first byte says what is asked for; 0 is a rehearsal (crates/runner/src/messages.rs).
    if (message instanceof Uint8Array && message[0] === 0) waiting = true;
    if (!heard.has(this)) {
      heard.add(this);
      this.addEventListener("message", () => (waiting = document.querySelector("[data-testid=verdict]") === null));
    }
    return post.call(this, message, ...rest);
  };
  const beat = () => {
    if (waiting) globalThis.framesMeanwhile += 1;
    requestAnimationFrame(beat);
  };
  requestAnimationFrame(beat);
}

test("the page stays alive while the worker works", async () => {
  await withPage({}, async (page) => {
    await started(page);
    await page.evaluate(countFrames);
    await openStory(page, MOLE);
    // A page that did the work itself would draw one or two. How many a second is for speed.test.mjs: this machine may be busy.
    const frames = await page.evaluate(() => globalThis.framesMeanwhile);
    assert.ok(frames >= 8, `${frames} frames while the rehearsal was computed`);
  });
});

test("the same second everywhere", async () => {
  await withPage({}, async (page) => {
    await openStory(page, MOLE);
    const cursors = () => page.locator("line.cursor").evaluateAll((lines) => lines.map((line) => line.getAttribute("x1")));
    const room = () => page.locator(".machine-room").innerText();
    await wholeTime(page);
    const before = { clock: await clock(page), cursors: await cursors(), room: await room() };
    assert.ok(before.cursors.length >= 6, "the crowd, its tracks and the charts each have a cursor");

    await slider(page).press("Home");
    assert.equal(await clock(page), "20:15:00");
    assert.equal(await slider(page).getAttribute("aria-valuetext"), "20:15:00");
    const home = await cursors();
    home.forEach((x, i) => assert.notEqual(x, before.cursors[i], `cursor ${i} stayed`));
    assert.notEqual(await room(), before.room, "the machine room stayed");

    await page.getByRole("button", { name: "First break" }).click();
    assert.equal(await clock(page), before.clock);
    assert.deepEqual(await cursors(), before.cursors);
    assert.equal(await room(), before.room);
  });
});

test("an event takes the cursor to its second", async () => {
  await withPage({}, async (page) => {
    await openStory(page, MOLE);
    const events = page.locator(".event");
    for (let i = 0; i < (await events.count()); i += 1) {
      await events.nth(i).click();
      const when = await events.nth(i).locator(".event__time").innerText();
      // A moment, a stretch, or what goes on to the end.
      assert.match(when, /^(From )?\d\d:\d\d:\d\d( to \d\d:\d\d:\d\d)?$/);
      assert.equal(await clock(page), when.match(/\d\d:\d\d:\d\d/)[0]);
    }
  });
});

test("a press on a curve or a chart moves the cursor", async () => {
  await withPage({}, async (page) => {
    await openStory(page, MOLE);
    await wholeTime(page);
    for (const place of [".track__curve--sum", ".lane", ".chart__stage"]) {
      await slider(page).press("Home");
      const area = page.locator(place).first();
      const { width } = await area.boundingBox();
      await area.click({ position: { x: width / 2, y: 20 } });
      // The middle of 90 minutes; a chart's plot begins a little to the right of its edge.
      assert.match(await clock(page), place === ".chart__stage" ? /^20:5[5-9]/ : /^(20:59|21:00)/, place);
    }
  });
});

test("playing moves the second at the chosen speed, and stops", async () => {
  await withPage({}, async (page) => {
    await openStory(page, MOLE);
    await slider(page).press("Home");
    await page.getByLabel("Speed").selectOption("300");
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await page.waitForFunction(() => document.querySelector("#second").value > 600);
    await page.getByRole("button", { name: "Pause" }).click();
    const stopped = await clock(page);
    await page.waitForTimeout(300);
    assert.equal(await clock(page), stopped);
  });
});

test("the critical minutes fill the axis", async () => {
  await withPage({}, async (page) => {
    await openStory(page, MOLE);
    const length = () => slider(page).evaluate((input) => input.max - input.min);
    assert.ok(await page.getByRole("radio", { name: "The critical minutes" }).first().isChecked(), "a break is shown close up");
    assert.ok((await length()) < 1200);
    await slider(page).press("Home");
    assert.match(await clock(page), /^21:2/);
    await wholeTime(page);
    assert.equal(await length(), 5399);
  });
});

test("cancel in the middle, and run again", async () => {
  await withPage({}, async (page) => {
    await started(page);
    await page.getByRole("link", { name: MOLE }).click();
    await page.getByRole("button", { name: "Cancel" }).waitFor();
    // One worker rehearses, another one forecasts; the first is ended and another takes its place.
    const workers = page.workers();
    const ended = Promise.any(workers.map((worker) => worker.waitForEvent("close")));
    const replaced = page.waitForEvent("worker");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("heading", { level: 1, name: "The rehearsal was cancelled" }).waitFor();
    await Promise.all([ended, replaced]);
    assert.ok(page.workers().length <= 2, "no worker is left over");
    const focused = () => page.evaluate(() => document.activeElement.innerText);
    assert.equal(await focused(), "Start again");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Cancel" }).waitFor();
    assert.match(await focused(), /the rehearsal is running$/);
    assert.match(await verdict(page), /It breaks/);
    assert.match(await focused(), /^It breaks/);
  });
});

test("another crowd is another result, the same crowd the same", async () => {
  await withPage({}, async (page) => {
    await openStory(page, MOLE);
    const first = await digest(page);
    assert.match(first, /^[0-9a-f]{32}$/);

    await page.getByRole("button", { name: "Another crowd" }).click();
    await page.getByText("Below is still the result of crowd no. 1").waitFor();
    await verdict(page);
    assert.match(page.url(), /#story=mole-app&seed=2$/);
    const second = await digest(page);
    assert.notEqual(second, first);

    await page.goBack();
    await verdict(page);
    assert.equal(await digest(page), first);
    await expectValue(page.getByLabel("Crowd no."), "1");

    // In a fresh page it is computed anew.
    await page.reload();
    await verdict(page);
    assert.equal(await digest(page), first);

    await page.getByLabel("Crowd no.").fill("2");
    await page.getByLabel("Crowd no.").press("Enter");
    await page.waitForFunction((old) => document.querySelector("[data-testid=digest]")?.innerText !== old, first);
    assert.equal(await digest(page), second);
  });
});

test("a link opens a story with its crowd", async () => {
  await withPage({ query: "#story=staffing-firm&seed=7" }, async (page) => {
    await verdict(page);
    await expectValue(page.getByLabel("Crowd no."), "7");
    await page.goBack();
  });
});

test("the card of a part comes into sight, and gives the focus back when it is closed", async () => {
  await withPage({}, async (page) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await openStory(page, MOLE);
    await page.getByRole("button", { name: "Site", exact: true }).click();
    const part = page.locator("[data-part=web]");
    await part.focus();
    await page.keyboard.press("Enter");
    const heading = await page.getByRole("dialog").getByRole("heading", { name: "Web servers" }).boundingBox();
    const bottom = page.viewportSize().height;
    assert.ok(heading.y >= 0 && heading.y + heading.height <= bottom, `${heading.y} is below ${bottom}`);
    const seen = await part.boundingBox();
    assert.ok(seen.y >= 0 && seen.y < heading.y, "the part stands above its card");
    await page.getByRole("button", { name: "Close", exact: true }).click();
    assert.equal(await page.evaluate(() => document.activeElement.dataset.part), "web");
  });
});

test("keyboard only, from the start to the scrubber", async () => {
  await withPage({}, async (page) => {
    await started(page);
    const tabTo = async (wanted, most) => {
      for (let i = 0; i < most; i += 1) {
        await page.keyboard.press("Tab");
        if (await page.evaluate((selector) => document.activeElement?.matches(selector), wanted)) return;
      }
      assert.fail(`${wanted} cannot be reached`);
    };
    await tabTo(".skip", 1);
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await tabTo(".story__link[href*='story=']", 6);
    await page.keyboard.press("Enter");
    await verdict(page);
    assert.equal(await page.evaluate(() => document.activeElement.id), "main", "reading begins at the new screen");
    // Eight of them are the steps.
    await tabTo("#second", 16 + 8 + 1);
    const before = await slider(page).inputValue();
    await page.keyboard.press("ArrowRight");
    await expectValue(slider(page), String(Number(before) + 1));
    await page.keyboard.press("Shift+ArrowRight");
    await expectValue(slider(page), String(Number(before) + 11));
    await page.keyboard.press("PageDown");
    await expectValue(slider(page), String(Number(before) - 49));
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Pause" }).waitFor();
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  });
});

test("“Why?” leads to the cause, its second and what came from it; on a phone, too", async () => {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    await withPage({ context: { viewport } }, async (page) => {
      await openStory(page, "The museum's tickets");
      await page.getByRole("button", { name: "Why?" }).click();
      const cause = page.locator(".why__causes .event").first();
      await page.waitForFunction(() => document.activeElement?.closest(".why__causes") !== null);
      assert.ok(await cause.evaluate((first) => first === document.activeElement), "the first cause has the focus");
      assert.ok(await cause.isVisible());
      assert.match(await page.locator(".event[data-link=cause]").innerText(), /The cause:/);
      const [from] = (await cause.locator(".event__time").innerText()).match(/\d{2}:\d{2}:\d{2}/);
      assert.equal(await clock(page), from, "the cursor is at the cause");
      await expectAccessible(page);
    });
  }
});

test("what holds is not asked why it broke", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "The staffing firm");
    assert.equal(await page.getByRole("button", { name: "Why?" }).count(), 0);
  });
});
