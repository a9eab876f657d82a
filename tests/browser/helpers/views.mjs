// Every view of the page, opened without a word of any language, so that the same tests run in all of them.

/** Words never looked for: what a view is known by when it is there. */
export const ready = {
  start: (page) => page.locator(".story").first().waitFor(),
  result: (page) => page.getByTestId("verdict").waitFor({ timeout: 60_000 }),
  paper: (page) => page.locator("article [data-testid=digest], article").first().waitFor({ timeout: 120_000 }),
};

/** Opens what is closed: charts, explanations, tables. */
export async function openAll(page, within = "main") {
  // Without a pointer, because on a phone only one part is on the screen.
  const press = (what) => page.evaluate((what) => document.querySelectorAll(what).forEach((one) => one.click()), what);
  await press(`${within} .chart__toggle[aria-expanded=false]`);
  await press(`${within} details:not([open]) > summary`);
}

/** Name, address, and what has to be done until it is there and shows all that it has. */
export const VIEWS = [
  ["the start", "", ready.start],
  ["the three questions", "#new", (page) => page.locator("main form, main fieldset").first().waitFor()],
  ["what the model leaves out", "#model", (page) => page.locator("main.leaves-out").waitFor()],
  ["the guided path", "#steps", (page) => page.locator(".rail").waitFor()],
  ["a rehearsal", "#story=mole-app", async (page) => {
    await ready.result(page);
    await openAll(page);
  }],
  ["a rehearsal with a card of a part", "#story=museum-tickets", async (page) => {
    await ready.result(page);
    // On a phone it stands behind a tab.
    await page.locator(".parts__one").nth(1).dispatchEvent("click");
    await page.locator("[data-part]").nth(2).dispatchEvent("click");
    await page.getByRole("dialog").waitFor();
  }],
  ["a rehearsal with the card of an activity", "#story=museum-tickets&seed=2", async (page) => {
    await ready.result(page);
    await page.locator("[data-activity]").first().dispatchEvent("click");
    await page.getByRole("dialog").waitFor();
  }],
  ["the steps beside a plan", "#story=influencer-post", async (page) => {
    await ready.result(page);
    for (const step of [0, 7]) {
      await page.locator(".rail__step").nth(step).click();
      await page.locator("#step-panel").waitFor();
      await openAll(page, "#step-panel");
    }
  }],
  ["the brief", "#brief&story=toy-shop", ready.paper],
  ["the readiness sheet", "#readiness&story=toy-shop", ready.paper],
  ["the files to hand over", "#handover&story=toy-shop", (page) => page.locator("main h1, main h2").first().waitFor()],
];

/** Keys of the themes, as the menu of colours has them. */
export function themes(page) {
  return page.locator(".theme__choice option").evaluateAll((all) => all.map((one) => one.value));
}

/** Goes to a view on a fresh page. */
export async function openView(page, site, [, address, wait]) {
  // Another address with the same document would keep its state.
  await page.goto("about:blank");
  await page.goto(site.url + address);
  await wait(page);
}
