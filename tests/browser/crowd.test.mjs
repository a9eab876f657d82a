// The crowd's timeline: everything that a hand can do on it, with a mouse, a finger, keys and form fields.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { chooseFile, openStory, slider, started, storyFile, verdict } from "./helpers/rehearsal.mjs";
import { PICTURES, shot } from "./helpers/shot.mjs";
import { expectValue } from "./helpers/value.mjs";

after(closeBrowser);

const MOLE = "The mole app";

/** The button that stands for an activity, by the beginning of its name. */
function activity(page, name) {
  return page.locator(".crowd").getByRole("button", { name: new RegExp(`^${name}`) });
}

const broadcast = (page) => activity(page, "The broadcast ends");
const panel = (page) => page.locator(".crowd__side");

/** Opens a story and shows all of its time. */
async function wholeStory(page, name = MOLE) {
  await openStory(page, `Try it : ${name}`, { exact: true });
  await page.getByRole("radio", { name: "The whole time" }).first().check();
}

/** Where the block of an activity is on the screen. */
async function block(page, id) {
  const lane = page.locator(`[data-lane="${id}"]`);
  await lane.scrollIntoViewIfNeeded();
  const area = await lane.boundingBox();
  const at = await lane.locator(".block").boundingBox();
  return { left: at.x, right: at.x + at.width, y: area.y + area.height / 2, width: area.width };
}

/** The time that stands at an activity's name. */
function moment(page, name = "The broadcast ends") {
  return activity(page, name).first().locator(".track__at").innerText();
}

/** Waits until this time stands there. */
function saysAt(page, time, name = "The broadcast ends") {
  const at = page.locator(".track__at").filter({ hasText: new RegExp(`^${time}$`) });
  return page.locator(".crowd button[data-activity]", { hasText: name }).filter({ has: at }).first().waitFor();
}

const line = (page) => page.locator(".crowd__line").innerText();

test("a block is dragged, the sum follows every move, and one undo brings it back", async () => {
  await withPage({}, async (page) => {
    await wholeStory(page);
    const before = await line(page);
    const { left, y, width } = await block(page, "after");
    const minute = width / 90;
    await page.mouse.move(left + 4, y);
    await page.mouse.down();
    await page.mouse.move(left + 4 - 10 * minute, y, { steps: 5 });
    await saysAt(page, "21:15");
    const during = await line(page);
    assert.notEqual(during, before, "the sum has not moved yet");
    assert.match(during, /Most arrive at 21:1\d/);
    await page.mouse.move(left + 4 - 20.3 * minute, y, { steps: 5 });
    await saysAt(page, "21:05");
    await page.mouse.up();
    assert.equal(await moment(page), "21:05", "whole minutes");
    await page.getByRole("button", { name: "Undo" }).first().click();
    await saysAt(page, "21:25");
    assert.equal(await line(page), before);
  });
});

test("escape drops what is being dragged", async () => {
  await withPage({}, async (page) => {
    await wholeStory(page);
    const { left, y } = await block(page, "after");
    await page.mouse.move(left + 4, y);
    await page.mouse.down();
    await page.mouse.move(left - 200, y, { steps: 4 });
    assert.notEqual(await moment(page), "21:25");
    await page.keyboard.press("Escape");
    await saysAt(page, "21:25");
    await page.mouse.up();
    assert.equal(await moment(page), "21:25");
  });
});

test("the end is pulled, and the field says so", async () => {
  await withPage({}, async (page) => {
    await wholeStory(page);
    await activity(page, "Before the episode").click();
    const { right, y, width } = await block(page, "before");
    await page.mouse.move(right, y);
    await page.mouse.down();
    await page.mouse.move(right + (width / 90) * 10, y, { steps: 5 });
    await page.mouse.up();
    const lasts = panel(page).getByLabel("How long the activity takes");
    await page.waitForFunction((input) => input.value === "20", await lasts.elementHandle());
  });
});

test("what is dropped beyond the end asks for a longer rehearsal", async () => {
  await withPage({}, async (page) => {
    await wholeStory(page);
    const { left, y, width } = await block(page, "after");
    await page.mouse.move(left + 4, y);
    await page.mouse.down();
    await page.mouse.move(left + 4 + (width / 90) * 30, y, { steps: 5 });
    await page.mouse.up();
    await page.getByText("The rehearsal ends at 21:45").waitFor();
    await page.getByRole("button", { name: "Rehearse until 22:15" }).click();
    await saysAt(page, "21:55");
    await page.getByRole("button", { name: /^When the rehearsal is: .* 20:15 to 22:15/ }).waitFor();
  });
});

test("a finger moves a block sideways and scrolls upwards", async () => {
  await withPage({ context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } }, async (page) => {
    await wholeStory(page);
    const { left, y, width } = await block(page, "after");
    const touch = await page.context().newCDPSession(page);
    const go = async (points) => {
      for (const [i, [x, y]] of points.entries()) {
        await touch.send("Input.dispatchTouchEvent", { type: i ? "touchMove" : "touchStart", touchPoints: [{ x, y }] });
      }
      await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    };
    const path = (dx, dy) => Array.from({ length: 12 }, (_, i) => [left + (dx * i) / 11, y + (dy * i) / 11]);
    await go(path(-(width / 90) * 30, 0));
    await saysAt(page, "20:55");
    const now = await block(page, "after");
    const from = await page.evaluate(() => scrollY);
    await go(Array.from({ length: 12 }, (_, i) => [now.left, now.y - i * 12]));
    await page.waitForFunction((from) => scrollY !== from, from);
    assert.equal(await moment(page), "20:55", "scrolling moves nothing");
  });
});

test("two fingers look closer, for every part of the page", async () => {
  await withPage({ context: { viewport: { width: 820, height: 1100 }, hasTouch: true } }, async (page) => {
    await wholeStory(page);
    const length = () => slider(page).evaluate((input) => input.max - input.min);
    const before = await length();
    const area = await page.locator(".track__curve--sum").boundingBox();
    const y = area.y + area.height / 2;
    const touch = await page.context().newCDPSession(page);
    const middle = area.x + area.width / 2;
    for (let i = 0; i <= 6; i += 1) {
      const touchPoints = [{ x: middle - 40 - i * 15, y, id: 1 }, { x: middle + 40 + i * 15, y, id: 2 }];
      await touch.send("Input.dispatchTouchEvent", { type: i ? "touchMove" : "touchStart", touchPoints });
    }
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await page.waitForFunction((before) => {
      const input = document.querySelector("#second");
      return input.max - input.min < before * 0.6;
    }, before);
  });
});

test("keys move, stretch, double, order and remove, and the removal is undone", async () => {
  await withPage({}, async (page) => {
    await wholeStory(page);
    await broadcast(page).focus();
    await page.keyboard.press("ArrowRight");
    await saysAt(page, "21:26");
    await page.keyboard.press("Alt+ArrowLeft");
    await saysAt(page, "21:25:59");
    await page.keyboard.press("Shift+ArrowRight");
    await page.locator(".crowd button[data-activity]", { hasText: /for (4|5) minutes/ }).first().waitFor();
    await page.keyboard.press("Control+d");
    await page.waitForFunction(() => document.querySelectorAll("button.track__name").length === 4);
    await broadcast(page).first().focus();
    await page.keyboard.press("Alt+ArrowUp");
    await page.waitForFunction(() => document.querySelectorAll("button.track__name")[1].textContent.startsWith("The broadcast"));
    await page.waitForFunction(() => document.activeElement.dataset.activity);
    assert.match(await page.evaluate(() => document.activeElement.textContent), /^The broadcast/, "the focus goes along");
    await page.keyboard.press("Delete");
    await page.waitForFunction(() => document.querySelectorAll("button.track__name").length === 3);
    const note = page.getByRole("group", { name: "What just happened" });
    await note.getByText("was removed").waitFor();
    await note.getByRole("button", { name: "Undo" }).click();
    await page.waitForFunction(() => document.querySelectorAll("button.track__name").length === 4);
  });
});

test("a track is carried to another place by its grip, by a button among its values, and back", async () => {
  await withPage({}, async (page) => {
    await wholeStory(page);
    const names = () => page.locator(".tracks .track__title").allInnerTexts();
    const before = await names();
    const order = (list) => page.waitForFunction(
      (list) => [...document.querySelectorAll(".tracks .track__title")].map((e) => e.innerText).join("|") === list, list.join("|"));
    const [first, , last] = await page.locator(".track__grip").all();
    const at = async (grip) => {
      const box = await grip.boundingBox();
      return [box.x + box.width / 2, box.y + box.height / 2];
    };
    await last.hover();
    const [x] = await at(last);
    await page.mouse.down();
    await page.mouse.move(x, (await at(first))[1] - 10, { steps: 4 });
    await page.mouse.up();
    const carried = [before[2], before[0], before[1]];
    await order(carried);
    await page.locator(".tracks .track__name").first().click();
    await page.getByRole("button", { name: "Move down" }).click();
    await order([before[0], before[2], before[1]]);
    await page.keyboard.press("Control+z");
    await order(carried);
    await page.keyboard.press("Control+z");
    await order(before);
  });
});

test("changes are said aloud, and each activity says its name, time and number", async () => {
  await withPage({}, async (page) => {
    await wholeStory(page);
    await page
      .getByRole("button", { name: /^The broadcast ends: who is the mole\?.*a moment on television.*21:25 for .* 200,000 visitors$/ })
      .waitFor();
    await broadcast(page).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByRole("status").filter({ hasText: "21:26" }).waitFor();
  });
});

test("an activity comes from the palette, selected, where there is room", async () => {
  await withPage({}, async (page) => {
    await wholeStory(page);
    await page.getByRole("button", { name: "Activity", exact: true }).click();
    const choices = page.locator(".palette__one");
    assert.equal(await choices.count(), 14);
    await choices.filter({ hasText: "Newsletter" }).click();
    await panel(page).getByRole("heading", { name: "Newsletter" }).waitFor();
    assert.match(await moment(page, "Newsletter"), /^2[01]:(00|15|30|45)$/);
    await panel(page).getByRole("button", { name: "Duplicate" }).click();
    await activity(page, "Newsletter 2").waitFor();
    assert.match(await verdict(page), /\w/);
  });
});

test("every kind can be added and shows its values", async () => {
  await withPage({}, async (page) => {
    await wholeStory(page);
    for (let i = 0; i < 13; i += 1) {
      await page.getByRole("button", { name: "Activity", exact: true }).click();
      const choice = page.locator(".palette__one").nth(i);
      const name = await choice.locator(".palette__name").innerText();
      await choice.click();
      await panel(page).getByRole("heading", { name, exact: true }).waitFor();
      const text = await page.evaluate(() => document.body.innerText);
      assert.deepEqual(text.match(/⟨.*?⟩/g) ?? [], [], `${name}: sentences are missing`);
      await panel(page).getByRole("button", { name: "Remove" }).click();
      await activity(page, name).waitFor({ state: "detached" });
    }
  });
});

test("the wheel, keys and buttons look closer, and the page still scrolls", async () => {
  await withPage({}, async (page) => {
    await wholeStory(page);
    const shown = () => slider(page).evaluate((input) => [Number(input.min), Number(input.max)]);
    const { left, y } = await block(page, "after");
    await page.mouse.move(left, y);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -200);
    await page.keyboard.up("Control");
    await page.waitForFunction(() => document.querySelector("#second").max - document.querySelector("#second").min < 3000);
    const [from] = await shown();
    await page.keyboard.down("Shift");
    await page.mouse.wheel(0, -120);
    await page.keyboard.up("Shift");
    await page.waitForFunction((from) => Number(document.querySelector("#second").min) < from, from);
    const before = await shown();
    const top = await page.evaluate(() => scrollY);
    await page.mouse.wheel(0, 100);
    await page.waitForFunction((top) => scrollY > top, top);
    assert.deepEqual(await shown(), before);
    await page.getByRole("button", { name: "The peak" }).click();
    await page.waitForFunction(() => document.querySelector("#second").max - document.querySelector("#second").min === 899);
    await broadcast(page).focus();
    await page.keyboard.press("+");
    await page.waitForFunction(() => document.querySelector("#second").max - document.querySelector("#second").min < 500);
    // From close by, steps are finer than a minute.
    await page.keyboard.press("ArrowRight");
    await saysAt(page, "21:25:15").catch(() => saysAt(page, "21:25:05"));
  });
});

test("exact values: what is out of range is told at the field and changes nothing", async () => {
  await withPage({}, async (page) => {
    await wholeStory(page);
    await broadcast(page).click();
    const before = await line(page);
    const field = panel(page).getByLabel("Share who come");
    await field.fill("150");
    await field.press("Enter");
    await panel(page).getByText("150 is not a number between 0 and 100").waitFor();
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    assert.equal(await line(page), before);
    await field.fill("16.5");
    await field.press("Enter");
    await page.waitForFunction((before) => document.querySelector(".crowd__line").innerText !== before, before);
    assert.equal(await panel(page).getByText("is not a number").count(), 0);
    await panel(page).getByLabel("Time of the activity").fill("21:10");
    await panel(page).getByLabel("Time of the activity").press("Enter");
    await saysAt(page, "21:10");
  });
});

test("a number that is not known exactly draws a band", async () => {
  await withPage({}, async (page) => {
    await wholeStory(page);
    await broadcast(page).click();
    assert.equal(await page.locator(".track__band").count(), 0);
    const field = panel(page).getByLabel("Share who come");
    await field.fill("10 to 50");
    await field.press("Enter");
    await page.locator(".track__band").waitFor();
    assert.match(await line(page), /: [\d,]+ to [\d,]+ new visitors a second/);
    // The outcome has a range, too, as soon as it is forecast.
    const outcome = page.getByTestId("ranges");
    await outcome.getByText(/One figure is a range: at the (ends, between \d+ % and|worst end) \d+ % of the visitors are lost/).waitFor({ timeout: 60_000 });
    await field.fill("30");
    await field.press("Enter");
    await page.locator(".track__band").waitFor({ state: "detached" });
    await outcome.waitFor({ state: "detached" });
  });
});

test("a pasted table: the faulty line is named, left out, and the curve comes in", async () => {
  await withPage({}, async (page) => {
    await wholeStory(page);
    await page.getByRole("button", { name: "Activity", exact: true }).click();
    await page.locator(".palette__one").filter({ hasText: "Curve measured before" }).click();
    const sheet = panel(page);
    await sheet.getByLabel("Paste the table here").fill(
      "Zeit;Besuche;Seiten\n01.03.2024 20:30;1.250;4\n01.03.2024 20:35;viele;5\n01.03.2024 20:40;3.400;6\n01.03.2024 20:45;2.100;7\n",
    );
    await sheet.getByText("Line 3: “viele” is no number.").waitFor();
    assert.equal(await sheet.getByRole("button", { name: "Add this curve" }).count(), 0);
    await expectValue(sheet.getByRole("combobox", { name: "Time" }), "0");
    await expectValue(sheet.getByLabel("Count"), "1");
    await expectAccessible(page);
    await sheet.getByLabel("Leave these lines out").check();
    await sheet.getByText("4 intervals of 5 minutes, about 6,800 visits in all").waitFor();
    await sheet.getByLabel("Count").selectOption({ label: "Seiten" });
    await sheet.getByText("4 intervals of 5 minutes, 22 visits in all").waitFor();
    await sheet.getByLabel("Count").selectOption({ label: "Besuche" });
    await sheet.getByRole("button", { name: "Add this curve" }).click();
    await sheet.getByRole("heading", { name: "Curve measured before" }).waitFor();
    assert.equal(await moment(page, "Curve measured before"), "20:30");
    assert.match(await sheet.getByLabel("Visitors in all").inputValue(), /^6,?750$/);
  });
});

test("a table comes from a file, and what is none is refused", async () => {
  await withPage({}, async (page) => {
    await wholeStory(page);
    await page.getByRole("button", { name: "Activity", exact: true }).click();
    await page.locator(".palette__one").filter({ hasText: "Curve measured before" }).click();
    const sheet = panel(page);
    const choose = (name, buffer) => sheet.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer });
    await choose("letter.txt", Buffer.from("Dear all,\nnothing here.\n"));
    await sheet.getByText("There is no column of numbers in this.").waitFor();
    await choose("large.csv", Buffer.alloc(5_000_001, "1\n"));
    await sheet.getByText("large.csv could not be read").waitFor();
    await choose("loved.csv", Buffer.from("\ufeffHour Index,Sessions\n0,120\n1,900\n", "utf16le"));
    await sheet.getByText("2 intervals of 60 minutes, about 1,000 visits in all").waitFor();
    await sheet.getByRole("button", { name: "Add this curve" }).click();
    await sheet.getByRole("heading", { name: "loved" }).waitFor();
  });
});

test("a curve is drawn with the pointer, and point by point with keys", async () => {
  await withPage({}, async (page) => {
    await wholeStory(page);
    await page.getByRole("button", { name: "Activity", exact: true }).click();
    await page.locator(".palette__one").filter({ hasText: "Curve drawn by hand" }).click();
    const sheet = page.locator(".paper__sheet");
    await sheet.scrollIntoViewIfNeeded();
    const points = () => sheet.locator("[data-point]").count();
    assert.equal(await points(), 7);
    const area = await sheet.boundingBox();
    const curve = () => page.locator(".paper__line").getAttribute("d");
    const before = await curve();
    await page.mouse.move(area.x + area.width * 0.2, area.y + area.height * 0.9);
    await page.mouse.down();
    for (let i = 0; i <= 10; i += 1) {
      await page.mouse.move(area.x + area.width * (0.2 + i * 0.05), area.y + area.height * (i % 2 ? 0.3 : 0.8));
    }
    await page.mouse.up();
    await page.waitForFunction((before) => document.querySelector(".paper__line").getAttribute("d") !== before, before);
    const drawn = await curve();
    assert.ok((await points()) > 9, "the stroke has become points");
    await page.getByRole("button", { name: "Undo" }).first().click();
    await page.waitForFunction((before) => document.querySelector(".paper__line").getAttribute("d") === before, before);
    assert.notEqual(drawn, before);

    const first = sheet.locator("[data-point='0']");
    await first.focus();
    await page.keyboard.press("PageDown");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.point), "1");
    await page.keyboard.press("ArrowUp");
    await page.waitForFunction(() => document.activeElement.getAttribute("aria-valuetext").includes("27.3"));
    await page.keyboard.press("+");
    await page.waitForFunction(() => document.activeElement.dataset.point === "2");
    assert.equal(await points(), 8);
    await page.keyboard.press("Delete");
    await page.waitForFunction(() => document.querySelectorAll("[data-point]").length === 7);

    await page.getByRole("button", { name: "7 points as a list" }).click();
    await page.getByLabel("Point 4: height").fill("40");
    await page.getByLabel("Point 4: height").press("Enter");
    await page.waitForFunction(() => document.querySelector("[data-point='3']").getAttribute("aria-valuenow") === "40");
    await page.getByRole("button", { name: "Add a point after point 7" }).click();
    await page.getByRole("button", { name: "Remove point 8" }).click();
    await page.getByRole("button", { name: "7 points as a list" }).waitFor();
  });
});

test("the rehearsal itself begins earlier and ends later, and times can be shown in UTC", async () => {
  await withPage({ context: { timezoneId: "America/New_York" } }, async (page) => {
    await wholeStory(page);
    await page.getByRole("button", { name: /^When the rehearsal is/ }).click();
    await panel(page).getByRole("button", { name: "Begin 30 min earlier" }).click();
    await panel(page).getByRole("button", { name: "End 30 min later" }).click();
    await page.getByRole("button", { name: /19:45 to 22:15$/ }).waitFor();
    assert.equal(await moment(page), "21:25", "everything stays where it is");
    await page.getByLabel("Times shown").selectOption("utc");
    assert.match(await page.locator(".track__text--peak").textContent(), /^20:2\d/);
    await page.getByLabel("Times shown").selectOption("viewer");
    assert.match(await page.locator(".track__text--peak").textContent(), /^15:2\d/);
  });
});

test("a plan without anybody says so and leads to the first activity", async () => {
  await withPage({}, async (page) => {
    await started(page);
    const plan = JSON.parse(await storyFile("mole-app"));
    plan.activities = [];
    plan.notes = plan.notes.filter((note) => !note.field.startsWith("activities"));
    delete plan.story;
    await chooseFile(page, "empty.onrush.json", JSON.stringify(plan));
    await page.getByText("Nobody comes yet", { exact: true }).waitFor();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Add the first activity" }).click();
    await page.locator(".palette__one").filter({ hasText: "TV moment" }).click();
    await activity(page, "TV moment").waitFor();
  });
});

test("axe finds nothing in the palette and in an activity's values, light and dark", async () => {
  for (const colorScheme of ["light", "dark"]) {
    await withPage({ context: { colorScheme } }, async (page) => {
      await wholeStory(page);
      await page.getByRole("button", { name: "Activity", exact: true }).click();
      await expectAccessible(page);
      await page.locator(".palette__one").filter({ hasText: "Curve drawn by hand" }).click();
      await page.locator(".paper__sheet").waitFor();
      await page.getByRole("button", { name: "7 points as a list" }).click();
      for (const summary of await panel(page).locator("details > summary").all()) await summary.click();
      await expectAccessible(page);
    });
  }
});

test("nothing is wider than the screen, whatever is open", async () => {
  for (const width of [390, 820]) {
    await withPage({ context: { viewport: { width, height: 800 } } }, async (page) => {
      const over = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      await wholeStory(page);
      await broadcast(page).click();
      assert.ok((await over()) <= 0, `values at ${width}`);
      await page.getByRole("button", { name: "Activity", exact: true }).click();
      assert.ok((await over()) <= 0, `the palette at ${width}`);
    });
  }
});

if (PICTURES) test("pictures of the timeline with what opens beside it", async () => {
  await withPage({}, async (page) => {
    await wholeStory(page);
    await page.evaluate(() => (document.querySelector(".scrubber").style.position = "static"));
    await broadcast(page).click();
    await shot(page, "crowd");
    await page.getByRole("button", { name: "Activity", exact: true }).click();
    await shot(page, "crowd-palette");
  });
});

/** The row of something on the site, and where its lane lies. */
async function onSite(page, name) {
  const row = page.getByRole("list", { name: "Times on the site" }).getByRole("listitem").filter({ hasText: name });
  const lane = row.locator(".lane");
  await lane.scrollIntoViewIfNeeded();
  return { row, name: row.getByRole("button"), area: await lane.boundingBox() };
}

test("what goes wrong on the site is dragged, stretched, moved by keys and typed", async () => {
  await withPage({}, async (page) => {
    await wholeStory(page, "The email to Asia, blocked");
    const { row, name, area } = await onSite(page, "IT takes the spike");
    const minute = area.width / 150;
    const says = (text) => row.getByText(text, { exact: true }).waitFor();
    await says("from 08:20");
    // By hand, from its beginning; its end is the rehearsal's until it is pulled.
    const y = area.y + area.height / 2;
    await page.mouse.move(area.x + 35 * minute, y);
    await page.mouse.down();
    await page.mouse.move(area.x + 40 * minute, y, { steps: 4 });
    await says("from 08:25");
    await page.mouse.up();
    await page.mouse.move(area.x + area.width - 1, y);
    await page.mouse.down();
    await page.mouse.move(area.x + area.width - 1 - 30 * minute, y, { steps: 4 });
    await page.mouse.up();
    await row.getByText(/^08:25 to 09:4\d$/).waitFor();
    // By keys.
    await name.focus();
    await page.keyboard.press("ArrowRight");
    await row.getByText(/^08:26 to 09:4\d$/).waitFor();
    await page.keyboard.press("Shift+ArrowLeft");
    await row.getByText(/^08:26 to 09:4\d$/).waitFor();
    // By fields.
    await name.click();
    const values = page.getByRole("dialog", { name: "IT takes the spike for an attack" });
    await values.getByLabel("When it begins").fill("08:30");
    await page.keyboard.press("Enter");
    await row.getByText(/^08:30 to 09:4\d$/).waitFor();
    await expectAccessible(page);
    await shot(page, "crowd-on-site");
    await page.keyboard.press("Escape");
    await values.waitFor({ state: "detached" });
    assert.ok(await name.evaluate((button) => button === document.activeElement), "the focus goes back");
    await page.keyboard.press("Delete");
    const note = page.getByRole("group", { name: "What just happened" });
    await note.getByText("was removed.").waitFor();
    await note.getByRole("button", { name: "Undo" }).click();
    await row.waitFor();
  });
});

test("the sale opens where its edge is put, and escape drops it", async () => {
  await withPage({}, async (page) => {
    await wholeStory(page, "Glastonbury 2004");
    const { row, area } = await onSite(page, "The festival's page");
    const minute = area.width / 60;
    const y = area.y + area.height / 2;
    const drag = async () => {
      await page.mouse.move(area.x + 30 * minute, y);
      await page.mouse.down();
      await page.mouse.move(area.x + 20 * minute, y, { steps: 4 });
      await row.getByText("opens 19:50").waitFor();
    };
    await drag();
    await page.keyboard.press("Escape");
    await row.getByText("opens 20:00").waitFor();
    await page.mouse.up();
    await drag();
    await page.mouse.up();
    await page.getByRole("button", { name: "Undo" }).first().click();
    await row.getByText("opens 20:00").waitFor();
  });
});
