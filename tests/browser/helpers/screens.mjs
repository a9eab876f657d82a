// Screens beyond the views: what is opened over a plan, asked of it, laid over it; the workshop; frames. Likewise without a word of
// any language.

import { EXPORT, asFile } from "./measured.mjs";
import { openAll, ready } from "./views.mjs";

const LONG = { timeout: 120_000 };
const there = (one, options = {}) => one.first().waitFor({ state: "attached", ...options });

/** Presses without a pointer: on a phone what is pressed may stand behind a tab. */
const press = (page, what) => page.locator(what).first().dispatchEvent("click");

/** A sheet of the rehearsal with all that is in it: its name and what opens it. It is looked at alone, and closed again. */
const sheet = (name, what) => ({
  name,
  only: ".sheet",
  go: async (page) => {
    await press(page, what);
    await there(page.locator(".sheet"));
    await openAll(page, ".sheet");
  },
  leave: async (page) => {
    await press(page, ".sheet__head .button");
    await page.locator(".sheet").waitFor({ state: "detached" });
  },
});

/** What stands behind a button that says whether it is open. */
const behind = (name, button, only) => ({
  name,
  only,
  go: async (page) => {
    await press(page, button);
    await there(page.locator(only));
  },
  leave: (page) => press(page, button),
});

/** A study of the plan, with its whole answer. */
const study = (id) => ({
  name: id,
  only: `[data-testid=study-${id}]`,
  go: async (page) => {
    const panel = page.getByTestId(`study-${id}`);
    await panel.locator("> .button").dispatchEvent("click");
    await there(panel.locator(".study__said:not(:empty)"), { timeout: 240_000 });
    await panel.locator(".progress").waitFor({ state: "detached", timeout: 240_000 });
    await openAll(page, `[data-testid=study-${id}]`);
  },
});

/** One of the eight steps beside the plan. */
const step = (n) => ({
  name: `step ${n}`,
  only: "#step-panel",
  go: async (page) => {
    await press(page, `.rail__steps li:nth-child(${n}) .rail__step[aria-expanded=false]`);
    await page.locator(`.rail__steps li:nth-child(${n}) .rail__step[aria-expanded=true]`).waitFor();
    await there(page.locator("#step-panel"));
    await openAll(page, "#step-panel");
  },
});

/** A page of the workshop. */
const desk = (id, go = async () => {}) => ({
  name: id,
  go: async (page) => {
    await page.locator(`.workshop__ways li:nth-child(${1 + ["setup", "cards", "room", "reveal", "sheets", "guide"].indexOf(id)}) a`).click();
    await page.locator(`.workshop--${id}`).waitFor();
    await go(page);
  },
});

/** A workshop with one team, which has handed in what it got. */
async function workshop(page) {
  const teams = page.locator(".workshop__setup fieldset:has(.workshop__teams)");
  await teams.locator("> .button").click();
  await teams.locator(".workshop__team").waitFor();
  await page.locator(".workshop__setup select:has(option[value=staffing-firm])").selectOption("staffing-firm");
  await desk("cards").go(page);
  const link = await page.locator(".card__link a").getAttribute("href");
  const other = await page.context().newPage();
  await other.goto(link);
  const code = other.locator(".team__hand textarea");
  await code.waitFor(LONG);
  page.handedIn = await code.inputValue();
  await other.close();
}

/**
 * Name, address, what has to be done until it is there, and `parts`: what is opened there one after the other. A part has a name;
 * `go`; `only`: what of the page is looked at (otherwise all of it); and `leave`.
 */
export const MORE = [
  ["an address that is none", "#story=Nobody&seed=none", (page) => page.locator("main .notice").waitFor()],
  ["the start with a plan of one's own", "#story=staffing-firm", async (page) => {
    await ready.result(page);
    await press(page, ".strip__tools .button:nth-child(4)");
    await page.waitForFunction(() => location.hash.includes("plan="));
    await page.locator(".bar__brand").click();
    await page.locator(".recent__one").waitFor();
  }],
  ["the questions of a blank page", "#new", (page) => page.locator("main form, main fieldset").first().waitFor(), [
    { name: "the second", go: (page) => press(page, "main .button--main") },
    { name: "the third", go: (page) => press(page, "main .button--main") },
  ]],
  ["what opens over a plan", "#story=staffing-firm", ready.result, [
    behind("share", ".strip__tools .button:nth-child(1)", ".share"),
    behind("embed", ".strip__tools .button:nth-child(2)", ".embedding"),
    sheet("another activity", ".crowd__tools .button:nth-child(1)"),
    sheet("when it is rehearsed", ".crowd__tools .button:nth-child(2)"),
    sheet("another part", ".machine-room__bar .button:nth-child(1)"),
    sheet("a usual site", ".machine-room__bar .button:nth-child(2)"),
    sheet("a page of the journey", ".journey__button"),
    sheet("a usual journey", ".card__choices:has(> .button:nth-child(2)) > .button:nth-child(2)"),
    {
      name: "a newer version",
      only: ".newer",
      go: async (page) => {
        await page.evaluate(() => {
          globalThis.onrushOffline = { ready: true, newer: true, reload() {} };
          dispatchEvent(new Event("onrush-offline"));
        });
        await page.locator(".newer .notice").waitFor();
      },
    },
  ]],
  ["each of the eight steps", "#story=staffing-firm", ready.result, [1, 2, 3, 4, 5, 6, 7].map(step)],
  ["what was asked of a plan", "#story=staffing-firm", ready.result, ["advice", "limits", "chances", "comparison"].map(study)],
  ["what really happened", "#story=toy-shop", async (page) => {
    await ready.result(page);
    await press(page, ".review .button--main");
    await there(page.getByTestId("review-file"));
    await page.getByTestId("review-file").setInputFiles(asFile("sessions.csv", EXPORT));
    const left = page.locator(".review input[type=checkbox]");
    await there(left, LONG);
    await left.first().dispatchEvent("click");
    await there(page.locator("[data-testid=review-finding]:not(:empty)"), LONG);
    await there(page.locator("[aria-labelledby=review-learned] .button--main"), LONG);
    await openAll(page, ".review");
  }, [{ name: "with a file", only: ".review", go: async () => {} }]],
  ["the workshop", "#workshop", workshop, [
    desk("setup"),
    desk("cards"),
    desk("room", async (page) => {
      if (await page.getByTestId("handed").count()) return;
      await page.locator(".workshop__paste textarea").fill(page.handedIn);
      await page.locator(".workshop__paste .button--main").click();
      await page.locator("[data-testid=board] tbody tr").nth(1).waitFor(LONG);
    }),
    desk("reveal", (page) => page.locator(".workshop__guess .button--main").click()),
    desk("sheets", (page) => page.locator(".sheet-page").waitFor(LONG)),
    desk("guide"),
  ]],
  ["a team and its code", "#workshop", async (page) => {
    await workshop(page);
    await page.goto(await page.locator(".card__link a").getAttribute("href"));
    await page.locator(".team__hand textarea").waitFor(LONG);
  }],
  ["a frame", "?embed=1#story=mole-app&show=all&step=3&edit=1", async (page) => {
    await ready.result(page);
    await openAll(page);
  }],
];

/** Goes to the parts of a screen one after the other; `look` gets the name of each and what of the page it is. */
export async function everyPart(page, [name, , , parts], look) {
  if (!parts) return look(name);
  for (const { name: part, only, go, leave } of parts) {
    await go(page);
    await look(`${name}: ${part}`, only);
    await leave?.(page);
  }
}

/** Keys of the themes: those of the menu, or of a frame, which has none. */
const IN_FRAMES = ["system", "light", "dark", "contrast", "projector"];

/** How a screen can look, and how it is made to look so without being opened anew: by the menus, or by the address of a frame. */
export async function looks(page) {
  const menu = page.locator(".theme__choice");
  const framed = (await menu.count()) === 0;
  const themes = framed ? IN_FRAMES : await menu.locator("option").evaluateAll((all) => all.map((one) => one.value));
  // In one message each: there are hundreds of them.
  const choose = (name, select, value, mark) => page.evaluate(async ([framed, name, select, value, mark]) => {
    if (framed) {
      const parts = location.hash.slice(1).split("&").filter((part) => !part.startsWith(`${name}=`));
      location.hash = [...parts, `${name}=${value}`].join("&");
    } else {
      const menu = document.querySelector(select);
      menu.value = value;
      menu.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const shown = () => (document.documentElement.getAttribute(mark) ?? "system") === value;
    while (!shown()) await new Promise((later) => setTimeout(later));
  }, [framed, name, select, value, mark]);
  return {
    themes,
    theme: (key) => choose("theme", ".theme__choice", key, "data-theme"),
    language: (tag) => choose("lang", ".language__choice", tag, "lang"),
  };
}
