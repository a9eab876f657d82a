// What a person sees while the program is on its way, and when it does not arrive or cannot run.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { opened } from "./helpers/boot.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { shot } from "./helpers/shot.mjs";

after(closeBrowser);

const BINARY = "onrush-web_bg.wasm";

/** The alert says this, the first screen is gone, and there is a way on. */
async function alertSays(page, heading) {
  const alert = page.getByRole("alert");
  await alert.getByRole("heading", { level: 1, name: heading }).waitFor();
  await alert.getByText("Nothing is lost").waitFor();
  await alert.getByRole("button", { name: "Try again" }).waitFor();
  assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
  await expectAccessible(page);
}

test("the first screen is there before the program", async () => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await withPage(
    {
      before: (page) =>
        page.route(`**/${BINARY}`, async (route) => {
          await held;
          await route.continue();
        }),
    },
    async (page) => {
      await page.getByRole("heading", { level: 1, name: "Onrush" }).waitFor();
      await page.getByText("Rehearse the crowd before it arrives.").waitFor();
      await page.getByRole("progressbar", { name: "Getting the stage ready" }).waitFor();
      await expectAccessible(page);
      await shot(page, "loading");
      release();
      await opened(page);
    },
  );
});

test("a missing program file is explained", async () => {
  await withPage(
    {
      site: { tamper: (name) => (name === BINARY ? { status: 404 } : undefined) },
      expected: [/404/, /Onrush could not start/],
    },
    async (page) => {
      await alertSays(page, "A part of Onrush did not arrive");
      await shot(page, "missing");
    },
  );
});

test("a blocked program file is explained", async () => {
  await withPage(
    {
      before: (page) => page.route(`**/${BINARY}`, (route) => route.abort()),
      expected: [/ERR_FAILED/, /Onrush could not start/],
    },
    (page) => alertSays(page, "A part of Onrush did not arrive"),
  );
});

test("a damaged program file is explained", async () => {
  await withPage(
    {
      before: (page) =>
        page.route(`**/${BINARY}`, (route) => route.fulfill({ contentType: "application/wasm", body: "not a program" })),
      expected: [/Onrush could not start/],
    },
    (page) => alertSays(page, "Onrush could not start"),
  );
});

test("a browser without WebAssembly is told so", async () => {
  await withPage(
    {
      before: (page) => page.addInitScript(() => delete globalThis.WebAssembly),
      expected: [/Onrush could not start/],
    },
    (page) => alertSays(page, "This browser is too old for Onrush"),
  );
});

test("a server that names the wrong type is no obstacle", async () => {
  await withPage(
    { site: { tamper: (name) => (name === BINARY ? { type: "application/octet-stream" } : undefined) } },
    async (page) => {
      await opened(page);
    },
  );
});

test("without JavaScript there is a sentence", async () => {
  await withPage({ context: { javaScriptEnabled: false } }, async (page) => {
    const sentence = page.locator("noscript p");
    await sentence.waitFor();
    assert.match(await sentence.textContent(), /needs JavaScript and WebAssembly/);
    // Nothing is being loaded, so nothing may say so.
    assert.equal(await page.getByRole("progressbar").isVisible(), false);
  });
});

test("a crash of the page's own program is told", async () => {
  await withPage({ expected: [/unreachable/] }, async (page) => {
    await opened(page);
    // As a panic in Rust would arrive: as an exception that nobody catches.
    await page.evaluate(() => {
      setTimeout(() => {
        throw new WebAssembly.RuntimeError("unreachable");
      });
    });
    const alert = page.getByRole("alert").filter({ hasText: "Onrush has stopped" });
    await alert.getByText("What was saved is safe").waitFor();
    assert.equal(await page.locator("#app").isVisible(), false);
    await expectAccessible(page);
    await alert.getByRole("button", { name: "Start again" }).click();
    await opened(page);
    assert.equal(await page.locator("#fault").textContent(), "");
  });
});
