// The workshop: a trainer's way with two teams by mouse and by keyboard, a team on a telephone, forged codes, the clock, paper.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { browser, closeBrowser, withPage } from "./helpers/browser.mjs";
import { verdict } from "./helpers/rehearsal.mjs";
import { shot } from "./helpers/shot.mjs";
import { expectValue } from "./helpers/value.mjs";
import { themes } from "./helpers/views.mjs";

after(closeBrowser);

const SURPRISE = "Web servers are lost";
const way = (page, name) => page.getByRole("navigation", { name: "The workshop's pages" }).getByRole("link", { name, exact: true });

/** Fills a field and leaves it. */
async function fill(page, label, value) {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(value);
  await field.press("Tab");
}

/** A workshop with these teams, set up by mouse; ends at the cards and gives the links. */
async function prepare(page, teams, story = "staffing-firm") {
  await page.getByRole("heading", { level: 1, name: "Workshop" }).waitFor();
  await fill(page, "Name of the workshop", "Tuesday");
  await page.getByLabel("Story", { exact: true }).selectOption(story);
  await page.getByLabel("Surprise", { exact: true }).selectOption({ label: SURPRISE });
  await fill(page, "Minutes for the teams", "20");
  for (const [i, name] of teams.entries()) {
    await page.getByRole("button", { name: "Add a team" }).click();
    await fill(page, `Name of team ${i + 1}`, name);
  }
  await page.getByRole("link", { name: "Next: links for the teams" }).click();
  const links = [];
  for (const name of teams) links.push(await page.getByRole("link", { name: new RegExp(`^${name} http`) }).getAttribute("href"));
  return links;
}

/** Opens a team's link on another computer, and gives what it hands in after `change`. */
async function team(link, options, change = async () => {}) {
  const context = await (await browser()).newContext(options);
  try {
    const page = await context.newPage();
    await page.goto(link);
    await verdict(page);
    await change(page);
    const code = page.getByLabel("Your code");
    await code.waitFor({ timeout: 60_000 });
    return await code.inputValue();
  } finally {
    await context.close();
  }
}

/** Changes the number of web servers, and waits for the code of that. */
async function moreServers(page) {
  const before = await page.getByLabel("Your code").inputValue();
  const part = page.getByRole("button", { name: /^Web servers[:,]/ });
  await part.focus();
  await page.keyboard.press("+");
  await page.waitForFunction((old) => {
    const now = document.querySelector(".team__hand textarea")?.value;
    return now && now !== old;
  }, before, { timeout: 60_000 });
}

/** Changes the number of the database's connections, and waits for the code of that. */
async function moreConnections(page) {
  const before = await page.getByLabel("Your code").inputValue();
  await page.getByRole("button", { name: /^Database[:,]/ }).focus();
  await page.keyboard.press("+");
  await page.waitForFunction((old) => {
    const now = document.querySelector(".team__hand textarea")?.value;
    return now && now !== old;
  }, before, { timeout: 60_000 });
}

/** Pastes into the trainer's page, and waits for all rehearsals. */
async function paste(page, text) {
  await page.getByRole("textbox", { name: "What the teams have sent" }).fill(text);
  await page.getByRole("button", { name: "Look for codes" }).click();
  await page.getByTestId("board-says").getByText(/verified/).waitFor({ timeout: 120_000 });
}

const hash = (...parts) => {
  const sum = createHash("sha256");
  for (const part of parts) {
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(part.length));
    sum.update(length).update(part);
  }
  return sum.digest().subarray(0, 8);
};

function mixed(check, body) {
  const out = Buffer.from(body);
  for (let i = 0; i < out.length; i++) {
    const number = Buffer.alloc(8);
    number.writeBigUInt64BE(BigInt(Math.floor(i / 8)));
    out[i] ^= hash(Buffer.from("onrush workshop"), check, number)[i % 8];
  }
  return out;
}

/** A sound code that claims to be of another team: the second field of what is in it, with the check sums of all. */
function forged(code, number) {
  const bytes = Buffer.from(code.slice("orr1-".length), "base64url");
  const body = mixed(bytes.subarray(2, 6), bytes.subarray(6));
  // The workshop's name comes first, as a number of up to five bytes.
  const at = body.findIndex((byte) => byte < 128) + 1;
  body[at] = number;
  const check = hash(Buffer.from("orr"), body).subarray(0, 4);
  return `orr1-${Buffer.concat([bytes.subarray(0, 2), check, mixed(check, body)]).toString("base64url")}`;
}

/** Pages of a PDF as Chromium writes it. */
async function pages(page, format) {
  const pdf = await page.pdf({ format, preferCSSPageSize: true });
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}

async function onOnePageEach(page, n, what) {
  for (const format of ["A4", "Letter"]) assert.equal(await pages(page, format), n, `${what} on ${format}`);
}

test("two teams, one of them on a telephone: links, codes, scoreboard, reveal, sheets", async () => {
  await withPage({ query: "#workshop" }, async (page) => {
    const [blue, red] = await prepare(page, ["Blue", "Red"]);
    assert.match(blue, /#team=ort1-[\w-]+$/);
    assert.equal(await page.getByRole("img", { name: /^QR code/ }).count(), 2);
    await expectAccessible(page);
    await shot(page, "workshop-cards");
    await onOnePageEach(page, 1, "cards");

    const first = await team(blue, { viewport: { width: 390, height: 844 }, hasTouch: true }, async (phone) => {
      await phone.getByRole("heading", { name: "Team Blue" }).waitFor();
      const text = await phone.locator("body").innerText();
      assert.doesNotMatch(text, /servers are lost/i, "the surprise stays hidden");
      const wide = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} pixels too wide`);
      await expectAccessible(phone);
      await shot(phone, "workshop-team");
    });
    const second = await team(red, {}, moreServers);
    assert.notEqual(first, second);

    await way(page, "Clock and results").click();
    await page.getByText("Here the teams will stand").waitFor();
    await paste(page, `Hi! ${first.slice(0, 50)}\n> ${first.slice(50)} thanks\n${second}, and again ${second} and ${forged(second, 1)} and ${second.slice(0, -9)}`);
    const handed = page.getByTestId("handed");
    for (const state of ["Verified: rehearsed again here", "The same code once more", "Forged: not made with this team's link", "Damaged"]) {
      await handed.getByText(state).first().waitFor();
    }
    const order = await page.getByTestId("board").getByRole("rowheader").allInnerTexts();
    assert.deepEqual(order, ["Red", "Blue", "Nobody does anything"]);
    assert.doesNotMatch(await page.locator("body").innerText(), /servers are lost/i, "still hidden");
    await expectAccessible(page);
    await shot(page, "workshop-room");

    await way(page, "Reveal").click();
    await page.getByRole("button", { name: "Reveal the surprise" }).click();
    await page.getByText("The surprise: web servers are lost").waitFor();
    const story = page.getByRole("article", { name: "Red" });
    await story.getByText("Without it").waitFor();
    await story.getByText(/^Web servers.*→/).waitFor();
    await expectAccessible(page);
    await shot(page, "workshop-reveal");

    await way(page, "Sheets").click();
    await page.getByRole("article", { name: "Blue" }).getByText("2 of 2").waitFor();
    await expectAccessible(page);
    await onOnePageEach(page, 2, "sheets of two teams");

    // All of it is kept, and rehearsed again.
    await page.reload();
    await page.getByRole("article", { name: "Blue" }).getByText("2 of 2").waitFor({ timeout: 60_000 });
  });
});

test("by keyboard alone, and the code of another workshop is foreign", async () => {
  await withPage({ query: "#workshop" }, async (page) => {
    await page.getByRole("heading", { level: 1, name: "Workshop" }).waitFor();
    const press = async (role, name) => {
      await page.getByRole(role, { name, exact: true }).focus();
      await page.keyboard.press("Enter");
    };
    for (const n of [1, 2]) {
      await press("button", "Add a team");
      await page.getByLabel(`Name of team ${n}`).waitFor();
    }
    await page.getByLabel("Story", { exact: true }).focus();
    await page.keyboard.type("The staffing");
    await press("link", "Next: links for the teams");
    const mine = await page.getByRole("link", { name: /^A http/ }).getAttribute("href");
    await press("link", "Prepare");
    await press("button", "Begin another workshop");
    await press("button", "Add a team");
    await page.getByLabel("Name of team 1").waitFor();
    const code = await team(mine, {});
    await press("link", "Clock and results");
    const area = page.getByRole("textbox", { name: "What the teams have sent" });
    await area.focus();
    await page.keyboard.insertText(code);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByTestId("handed").getByText("Of another workshop").waitFor();
    await press("link", "Prepare");
    await press("button", "Open Workshop without a name");
    await expectValue(page.getByLabel("Name of team 2"), "B");
  });
});

test("a page that has nothing to show yet leads to what is missing", async () => {
  await withPage({ query: "#workshop" }, async (page) => {
    await page.getByRole("heading", { level: 1, name: "Workshop" }).waitFor();
    for (const name of ["Links for the teams", "Clock and results", "Reveal", "Sheets"]) {
      await way(page, name).click();
      await page.getByText("First set up the workshop, with at least one team.").waitFor();
      await expectAccessible(page);
      await page.getByRole("link", { name: "Prepare the workshop" }).click();
      await page.getByRole("button", { name: "Add a team" }).waitFor();
    }
    // A number that cannot be read says so, beside its field.
    await fill(page, "Minutes for the teams", "a while");
    await page.getByText("“a while” is no number that fits here.").waitFor();
    await expectAccessible(page);
    await fill(page, "Minutes for the teams", "25");
    await page.getByText("is no number that fits here").waitFor({ state: "detached" });
  });
});

/** What has the focus is called so. */
const focusOn = (page, name) => page.waitForFunction((name) => document.activeElement.textContent.trim() === name, name);

test("a team or a workshop that was thrown away comes back, with its link, and keys are never lost", async () => {
  await withPage({ query: "#workshop" }, async (page) => {
    const [blue] = await prepare(page, ["Blue", "Red"]);
    await way(page, "Prepare").click();
    await page.getByRole("button", { name: "Remove Red" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("Red takes no part now").waitFor();
    await page.getByRole("button", { name: "Remove Blue" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("Blue takes no part now").waitFor();
    await focusOn(page, "Undo");
    await expectAccessible(page);
    // One after the other, the last one first.
    await page.keyboard.press("Enter");
    await page.getByText("Red takes no part now").waitFor();
    await focusOn(page, "Undo");
    await page.keyboard.press("Enter");
    await focusOn(page, "Add a team");
    await page.getByRole("link", { name: "Next: links for the teams" }).click();
    assert.equal(await page.getByRole("link", { name: /^Blue http/ }).getAttribute("href"), blue, "the link that was given out counts");

    await way(page, "Prepare").click();
    await page.getByRole("button", { name: "Begin another workshop" }).click();
    await page.getByRole("button", { name: "Delete Tuesday" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("Tuesday is deleted.").waitFor();
    await focusOn(page, "Undo");
    await expectAccessible(page);
    const kept = () => page.evaluate(() => Object.values(localStorage).some((text) => text.includes("Tuesday")));
    assert.equal(await kept(), false);
    await page.keyboard.press("Enter");
    await focusOn(page, "Earlier workshops in this browser");
    assert.equal(await kept(), true);
    await page.getByRole("button", { name: "Delete Tuesday" }).click();
    await page.reload();
    await page.getByRole("button", { name: "Add a team" }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Open Tuesday" }).count(), 0, "it stays away");
  });
});

test("the large clock goes back by a key, and changes without a price are counted where they are made and shown", async () => {
  await withPage({ query: "#workshop" }, async (page) => {
    const [link] = await prepare(page, ["Blue"]);
    await way(page, "Clock and results").click();
    await page.getByRole("button", { name: "Show it large" }).click();
    await page.getByRole("button", { name: "Show it small again" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Show it large" }).waitFor();

    const code = await team(link, {}, async (other) => {
      await other.getByText("The scoreboard counts such changes.").waitFor();
      await moreServers(other);
      await other.getByText("The scoreboard counts such changes.").waitFor();
      await moreConnections(other);
      await other.getByText("you have made one so far").waitFor();
    });
    await paste(page, code);
    const row = page.getByTestId("board").getByRole("row", { name: /Blue/ });
    assert.equal((await row.getByRole("cell").allInnerTexts()).at(-1), "1");
    await page.getByRole("button", { name: "Empty the list" }).focus();
    await page.keyboard.press("Enter");
    await focusOn(page, "Put the list back");
    await page.keyboard.press("Enter");
    await focusOn(page, "Empty the list");
    await way(page, "Reveal").click();
    await page.getByRole("button", { name: "Reveal the surprise" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement.dataset.testid === "surprise");
    const told = page.getByRole("article", { name: "Blue" }).getByRole("listitem");
    await told.filter({ hasText: "(no price in the rehearsal)" }).waitFor();
    assert.equal(await told.filter({ hasText: /^Web servers/ }).filter({ hasText: "no price" }).count(), 0);
  });
});

test("the clock stays right while the page sleeps and when it is loaded again, and says little", async () => {
  const before = (page) => page.clock.install({ time: new Date("2026-03-02T10:00:00") });
  await withPage({ query: "#workshop", before }, async (page) => {
    await page.clock.runFor(2000);
    await page.getByRole("heading", { level: 1, name: "Workshop" }).waitFor();
    await page.getByRole("button", { name: "Add a team" }).click();
    await fill(page, "Minutes for the teams", "12");
    await way(page, "Clock and results").click();
    const left = page.getByTestId("left");
    const shows = (text) => left.getByText(text, { exact: true }).waitFor();
    await shows("12:00");
    await page.getByRole("button", { name: "Start the clock" }).click();
    await page.clock.runFor(60_000);
    await shows("11:00");
    // A sleeping page: the time goes on, and no timer was called.
    await page.clock.fastForward(90_000);
    await shows("9:30");
    await page.getByText("10 minutes left.").first().waitFor();
    await page.getByRole("button", { name: "One minute more" }).click();
    await shows("10:30");
    await page.reload();
    await page.clock.runFor(1000);
    await left.getByText(/^10:2\d$/).waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    const stands = await left.innerText();
    await page.clock.runFor(60_000);
    assert.equal(await left.innerText(), stands);
    await page.getByRole("button", { name: "Start the clock" }).click();
    await page.clock.fastForward(20 * 60_000);
    await shows("0:00");
    await page.getByText("Time is up.").first().waitFor();
  });
});

test("a team goes on where it was, and begins again on request", async () => {
  await withPage({ query: "#workshop" }, async (page) => {
    const [link] = await prepare(page, ["Blue"]);
    await page.goto(link);
    await verdict(page);
    await page.getByLabel("Your code").waitFor({ timeout: 60_000 });
    const start = await page.getByTestId("digest").innerText();
    await moreServers(page);
    const changed = await page.getByTestId("digest").innerText();
    assert.notEqual(changed, start);
    assert.ok(page.url().endsWith(link.split("#")[1]), "the address stays the team's");
    await page.reload();
    await page.waitForFunction((old) => document.querySelector("[data-testid=digest]")?.textContent === old, changed, { timeout: 60_000 });
    await page.getByRole("button", { name: "Begin again from the start" }).click();
    await page.waitForFunction((old) => document.querySelector("[data-testid=digest]")?.textContent === old, start, { timeout: 60_000 });
  });
});

test("without storage it works, and says so", async () => {
  const before = (page) => page.addInitScript(() => {
    Object.defineProperty(globalThis, "localStorage", { get: () => { throw new DOMException("no", "SecurityError"); } });
  });
  await withPage({ query: "#workshop", before }, async (page) => {
    const [link] = await prepare(page, ["Blue"]);
    await page.getByText("This browser keeps nothing here").waitFor();
    await page.goto(link);
    await verdict(page);
    await page.getByLabel("Your code").waitFor({ timeout: 60_000 });
  });
});

test("every page of it in every theme, and the guide on one page", async () => {
  await withPage({ query: "#workshop" }, async (page) => {
    await prepare(page, ["Blue", "Red"]);
    for (const theme of await themes(page)) {
      await page.locator(".theme__choice").selectOption(theme);
      for (const name of ["Prepare", "Links for the teams", "Clock and results", "Reveal", "Sheets", "Guide"]) {
        await way(page, name).click();
        await way(page, name).and(page.locator("[aria-current=page]")).waitFor();
        await expectAccessible(page);
      }
    }
    await page.getByRole("radio", { name: "90 minutes" }).check();
    await page.getByText("Own campaign: three things").waitFor();
    await onOnePageEach(page, 1, "the guide for 90 minutes");
    await page.getByRole("radio", { name: "45 minutes" }).check();
    await onOnePageEach(page, 1, "the guide for 45 minutes");
    await shot(page, "workshop-guide");
    await way(page, "Prepare").click();
    await shot(page, "workshop-setup");
    // A projector: everything that is pressed is large.
    await page.locator(".theme__choice").selectOption("projector");
    await page.locator("html[data-theme=projector]").waitFor();
    await way(page, "Clock and results").click();
    await way(page, "Clock and results").and(page.locator("[aria-current=page]")).waitFor();
    const small = await page.locator("main :is(a, button, select, textarea)").evaluateAll((all) =>
      all.filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML));
    assert.deepEqual(small, []);
  });
});

test("links that are none are said to be none", async () => {
  for (const query of ["#team=ort1-AAAA", "#workshop=orw1-AAAA", "#team="]) {
    await withPage({ query }, async (page) => {
      await page.getByRole("heading", { level: 2 }).first().waitFor();
      await page.getByText(/link/i).first().waitFor();
    });
  }
});

