// Chromium through playwright-core, and pages that are watched while a test uses them.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";

import { SINGLE, serve } from "./site.mjs";

export const FLAGS = [
  "--no-sandbox", // tests may run as root in a container
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let running;

/** The one browser of this test file, started when first needed. */
export function browser() {
  running ??= chromium.launch({
    executablePath: process.env.ONRUSH_CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
  return running;
}

/** Call it in `after()`. */
export async function closeBrowser() {
  await (await running)?.close();
  running = undefined;
}

/**
 * The page, whose `getByText` finds what stands on it: the voice for screen readers says much of it once more.
 *
 * @param {import("playwright-core").Page} page
 */
export function seen(page) {
  const getByText = page.getByText.bind(page);
  page.getByText = (...given) => getByText(...given).and(page.locator(":not(#voice *)"));
  return page;
}

/**
 * Opens the page in a fresh profile, gives it to `use`, and fails when anything went wrong behind its back: an error on
 * the console, an uncaught exception, a request to another origin, a file that is not there.
 *
 * @param {object} options
 * @param {object} [options.site] options for `serve`
 * @param {string} [options.query] what follows the address, such as "?embed" or "#s=…"
 * @param {object} [options.context] options for playwright's `newContext`
 * @param {boolean} [options.keeping] let the browser keep the page for times without a network. Otherwise it refuses, as some do:
 *   no test is slowed down or helped by it, and each shows that nobody is told
 * @param {(page: import("playwright-core").Page) => Promise<void>} [options.before] runs before the page is opened
 * @param {RegExp[]} [options.expected] complaints (console errors, missing files) that are part of the test
 * @param {(page: import("playwright-core").Page, site: object) => Promise<void>} use
 */
export async function withPage({ site: siteOptions, query = "", context: contextOptions, keeping = false, before, expected = [] }, use) {
  const site = await serve(siteOptions);
  const context = await (await browser()).newContext(contextOptions);
  try {
    if (!keeping) await context.addInitScript(refuseKeeping);
    const page = seen(await context.newPage());
    const complaints = watch(page, site);
    await before?.(page);
    await page.goto(site.url + query);
    await use(page, site);
    complaints.push(...site.missing.map((path) => `missing file: ${path}`));
    const unexpected = complaints.filter((text) => !expected.some((pattern) => pattern.test(text)));
    assert.deepEqual(unexpected, [], "the page complained");
  } finally {
    await context.close();
    await site.close();
  }
}

function refuseKeeping() {
  const refuse = () => Promise.reject(new DOMException("refused by a test", "SecurityError"));
  if (globalThis.ServiceWorkerContainer) ServiceWorkerContainer.prototype.register = refuse;
}

/** Collects what a page does that it should not. */
export function watch(page, site) {
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
  page.on("crash", () => complaints.push("the page crashed"));
  page.on("request", (request) => {
    const { protocol, origin, pathname } = new URL(request.url());
    // From a disk nothing is asked for but the file itself.
    const own = SINGLE ? protocol === "file:" && pathname === new URL(site.url).pathname : origin === site.origin;
    if (protocol !== "blob:" && protocol !== "data:" && !own) {
      complaints.push(`foreign request: ${request.url()}`);
    }
  });
  return complaints;
}
