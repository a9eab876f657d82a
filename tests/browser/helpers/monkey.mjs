// Somebody without any plan at the page: random pointer, keys and text, the same for the same seed.

const KEYS = [
  "Tab", "Tab", "Tab", "Shift+Tab", "Enter", "Space", "Escape", "Delete", "Backspace", "Home", "End", "PageUp", "PageDown",
  "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowLeft", "Alt+ArrowUp", "+", "-",
  "Control+z", "Control+z", "Control+Shift+z", "Control+y", "a", "7",
];
const TEXTS = [
  "1", "0", "-5", "12,5", "10 000", "1e9", "NaN", "99999999999999999999", "1 to 5", "20:31", "25:99", "2017-02-30", "",
  "<b>x</b>", "Zażółć gęślą jaźń", "🦀".repeat(40), "'; --", "\u202Eright to left", "a".repeat(3000),
];
const USABLE = "a[href], button, input, select, textarea, summary, [tabindex='0'], [role=slider], [role=tab], [role=menuitem]";
const WIDTHS = [[390, 844], [820, 1180], [1440, 900]];

/** Numbers from 0 to 1 that depend on the seed alone (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Plays with the page until `until` (a time in milliseconds), a step after the other; `check` is called after every few.
 * Gives the steps done.
 *
 * @param {import("playwright-core").Page} page
 * @param {object} options
 * @param {() => number} options.random numbers from 0 to 1
 * @param {number} options.until when to stop, by the clock of `Date.now()`
 * @param {RegExp} options.spares names of what is left alone, because using it loses something on purpose
 * @param {(log: string[]) => Promise<void>} options.check fails when something is wrong
 */
export async function play(page, { random, until, spares, check }) {
  const log = [];
  const one = (list) => list[Math.floor(random() * list.length)];
  while (Date.now() < until) {
    const [what, step] = one(STEPS(one, random, spares));
    log.push(await step(page).then((detail) => `${what} ${detail ?? ""}`, (error) => `${what}: ${error.message.split("\n")[0]}`));
    if (log.length % 10 === 0) await check(log);
  }
  await check(log);
  return log;
}

const STEPS = (one, random, spares) => [
  ...Array(6).fill(["use", (page) => use(page, one, random, spares)]),
  ...Array(5).fill(["key", async (page) => {
    const key = one(KEYS);
    // Enter and space on what is spared would use it.
    if (spares.test(await focused(page))) return `${key} spared`;
    await page.keyboard.press(key);
    return key;
  }]),
  ...Array(3).fill(["drag", (page) => drag(page, random)]),
  ["type", async (page) => {
    const text = one(TEXTS);
    await page.keyboard.insertText(text);
    return JSON.stringify(text.slice(0, 20));
  }],
  ["wheel", (page) => page.mouse.wheel(Math.round(random() * 400 - 200), Math.round(random() * 1200 - 600))],
  ["size", async (page) => {
    const [width, height] = one(WIDTHS);
    await page.setViewportSize({ width, height });
    return width;
  }],
  ["back", (page) => page.evaluate(() => history.back())],
  ["forward", (page) => page.evaluate(() => history.forward())],
];

/** The name of what has the focus. */
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    return `${element?.getAttribute("aria-label") ?? ""} ${element?.textContent ?? ""}`.slice(0, 200);
  });
}

/** Presses, chooses or fills in something that can be seen. */
async function use(page, one, random, spares) {
  const candidates = await page.locator(USABLE).evaluateAll((elements) =>
    elements
      .map((element, at) => ({ element, at }))
      .filter(({ element }) => element.checkVisibility() && !element.disabled && element.type !== "file" && !/^(mailto|https?):/.test(element.getAttribute("href") ?? ""))
      .map(({ element, at }) => ({
        at,
        kind: element.localName,
        type: element.getAttribute("type") ?? "",
        name: `${element.getAttribute("aria-label") ?? ""} ${element.textContent ?? ""}`.trim().slice(0, 60),
      })),
  );
  const wanted = candidates.filter(({ name }) => !spares.test(name));
  if (wanted.length === 0) return "nothing";
  const { at, kind, type, name } = one(wanted);
  const element = page.locator(USABLE).nth(at);
  const patience = { timeout: 1_000 };
  if (kind === "select") {
    const n = await element.locator("option").count();
    await element.selectOption({ index: Math.floor(random() * n) }, patience);
  } else if (kind === "textarea" || (kind === "input" && !["checkbox", "radio", "range", "button", "submit"].includes(type))) {
    await element.fill(one(TEXTS), patience);
    if (random() < 0.7) await element.press("Enter", patience);
  } else {
    await element.click({ ...patience, force: random() < 0.3 });
  }
  return `${kind} “${name}”`;
}

/** Presses somewhere, moves, lets go. */
async function drag(page, random) {
  const { width, height } = page.viewportSize();
  const point = () => [random() * width, random() * height];
  await page.mouse.move(...point());
  await page.mouse.down();
  for (let i = 0; i < 3; i += 1) await page.mouse.move(...point(), { steps: 4 });
  await page.mouse.up();
}
