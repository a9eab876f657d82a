// What a person sees while the program is on its way, and when it does not arrive or cannot run.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { opened } from "./helpers/boot.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { verdict } from "./helpers/rehearsal.mjs";
import { shot } from "./helpers/shot.mjs";

after(closeBrowser);

const BINARY = "onrush-start_bg.wasm";
const PAGE = "onrush-web_bg.wasm";
const ENGINE = "onrush-engine_bg.wasm";

/** The address of a file, whatever letters of its content stand behind the name. */
const named = (file) => (url) => url.pathname.endsWith(`/${file}`);

/** The alert says this, the first screen is gone, and there is a way on. */
async function alertSays(page, heading) {
  const alert = page.getByRole("alert");
  await alert.getByRole("heading", { level: 1, name: heading }).waitFor();
  await alert.getByText("Nothing is lost").waitFor();
  await alert.getByRole("button", { name: "Try again" }).waitFor();
  assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
  await expectAccessible(page);
}

/** Options that hold a file back until `release` is called. */
function holding(file) {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const before = (page) =>
    page.route(named(file), async (route) => {
      await held;
      await route.continue();
    });
  return { before, release };
}

/** What stands above the fold: the bar's brand, the heading, the stories; without the curves, which only the program draws. */
function firstScreen(page) {
  return page.evaluate(() => {
    const one = (selector) => {
      const copy = document.querySelector(`.still ${selector}, #app > ${selector}`).cloneNode(true);
      for (const svg of copy.querySelectorAll(".story__curve")) svg.replaceChildren();
      for (const element of copy.querySelectorAll("*")) {
        const sorted = [...element.attributes].sort((a, b) => a.name.localeCompare(b.name));
        for (const { name } of sorted) element.removeAttribute(name);
        for (const { name, value } of sorted) element.setAttribute(name, value);
      }
      return copy;
    };
    const main = one("main.start");
    const [bar, heading, lead, stories] = [
      one("header.bar").querySelector(".bar__brand"),
      main.querySelector("h1"),
      main.querySelector(".start__lead"),
      main.querySelector(".start__stories"),
    ].map((element) => element.outerHTML.replaceAll(/<!--.*?-->|\n/g, ""));
    const at = document.querySelector(".story:last-child h2").getBoundingClientRect();
    return { bar, heading, lead, stories, at: [at.left, at.top, at.width] };
  });
}

test("the first screen is there before the program, and stays as it is", async () => {
  const { before, release } = holding(BINARY);
  await withPage({ before }, async (page) => {
    await page.getByRole("heading", { level: 1, name: "Rehearse the crowd before it arrives" }).waitFor();
    await page.getByRole("link", { name: /mole app/ }).waitFor();
    await page.getByRole("progressbar", { name: "Getting the stage ready" }).waitFor();
    await expectAccessible(page);
    const still = await firstScreen(page);
    await shot(page, "loading");
    release();
    await opened(page);
    assert.deepEqual(await firstScreen(page), still);
  });
});

test("whoever opens a plan waits with a line, not with the stories", async () => {
  const { before, release } = holding(PAGE);
  await withPage({ before, query: "#story=mole-app" }, async (page) => {
    await page.getByRole("heading", { level: 1, name: "Onrush" }).waitFor();
    await page.getByText("Rehearse the crowd before it arrives.").waitFor();
    await page.getByRole("progressbar", { name: "Getting the stage ready" }).waitFor();
    assert.equal(await page.getByRole("link", { name: /Try it/ }).count(), 0);
    await expectAccessible(page);
    await shot(page, "loading-plan");
    release();
    await verdict(page);
  });
});

test("a press on a story before the program is there is not lost", async () => {
  const { before, release } = holding(BINARY);
  await withPage({ before }, async (page) => {
    await page.getByRole("link", { name: /mole app/ }).click();
    release();
    assert.match(await verdict(page), /^It breaks at/);
  });
});

test("what opens a plan may be missing for a while: the first screen says so, and goes on when it is there", async () => {
  let missing = true;
  await withPage(
    {
      site: { tamper: (name) => (missing && name === PAGE ? { status: 404 } : undefined) },
      expected: [/404/],
    },
    async (page) => {
      await opened(page);
      await page.getByRole("link", { name: /mole app/ }).click();
      await page.getByRole("heading", { name: "A part of Onrush did not arrive" }).waitFor();
      await page.getByRole("heading", { level: 1, name: "Rehearse the crowd" }).waitFor();
      await expectAccessible(page);
      await shot(page, "missing-page");
      missing = false;
      await page.getByRole("button", { name: "Try again" }).click();
      assert.match(await verdict(page), /^It breaks at/);
      assert.equal(await page.locator("#fault").textContent(), "");
    },
  );
});

test("what computes may be missing for a while: the plan is there, and is rehearsed later", async () => {
  let missing = true;
  await withPage(
    {
      query: "#story=mole-app",
      site: { tamper: (name) => (missing && name === ENGINE ? { status: 404 } : undefined) },
      expected: [/404/],
    },
    async (page) => {
      await page.getByRole("heading", { name: "The simulation did not arrive" }).waitFor();
      await page.getByRole("heading", { name: "The crowd" }).waitFor();
      await expectAccessible(page);
      missing = false;
      await page.getByRole("button", { name: "Try again" }).click();
      assert.match(await verdict(page), /^It breaks at/);
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
      before: (page) => page.route(named(BINARY), (route) => route.abort()),
      expected: [/ERR_FAILED/, /Onrush could not start/],
    },
    (page) => alertSays(page, "A part of Onrush did not arrive"),
  );
});

test("a damaged program file is explained", async () => {
  await withPage(
    {
      before: (page) =>
        page.route(named(BINARY), (route) => route.fulfill({ contentType: "application/wasm", body: "not a program" })),
      expected: [/Onrush could not start/],
    },
    (page) => alertSays(page, "A part of Onrush did not arrive"),
  );
});

test("a script of another build is not run", async () => {
  const change = async (route) => {
    const body = `${await (await route.fetch()).text()}\n;globalThis.changed = true;`;
    await route.fulfill({ contentType: "text/javascript", body });
  };
  await withPage(
    {
      before: (page) => page.route(named(BINARY.replace("_bg.wasm", ".js")), change),
      expected: [/Onrush could not start.*hash differs/],
    },
    async (page) => {
      await alertSays(page, "A part of Onrush did not arrive");
      await page.getByText("For IT").click();
      await page.getByText("this is not the file that belongs to this page").waitFor();
      assert.equal(await page.evaluate(() => globalThis.changed), undefined);
    },
  );
});

test("whatever the page loads has to be what was built", async () => {
  await withPage({ query: "#story=mole-app" }, async (page) => {
    await verdict(page);
    const tags = await page.evaluate(() =>
      [...document.querySelectorAll("script[src], link[rel=stylesheet]")]
        .filter((tag) => !(tag.src ?? "").startsWith("blob:"))
        .map((tag) => [tag.getAttribute("src") ?? tag.getAttribute("href"), tag.integrity, tag.crossOrigin]),
    );
    assert.ok(tags.length > 10);
    for (const [address, integrity, crossOrigin] of tags) {
      assert.match(address, /\?v=[0-9A-Za-z]{8}$/);
      assert.match(integrity, /^sha256-\S{44}$/, address);
      assert.equal(crossOrigin, "anonymous", address);
    }
    const programs = await page.locator("script[src^='boot.js']").getAttribute("data-programs");
    const hashed = programs.match(/\S+ sha256-\S{44}/g).map((pair) => pair.split(" ")[0]);
    const fetched = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => name.split("/").at(-1)).filter((name) => /^onrush-/.test(name)),
    );
    assert.ok(fetched.length >= 4, `${fetched}`);
    for (const address of fetched) {
      const [name, letters] = address.split("?v=");
      assert.ok(hashed.includes(name), `${name} is not among ${hashed}`);
      assert.match(letters, /^[0-9A-Za-z]{8}$/, address);
    }
  });
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
    // Nothing is being loaded, so nothing may say so, and nothing can be tried.
    assert.equal(await page.getByRole("progressbar").count(), 0);
    assert.equal(await page.getByRole("link", { name: "Try it" }).count(), 0);
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

test("whoever goes through the first screen by key before its program is there keeps the place", async () => {
  let arrive;
  const held = new Promise((resolve) => (arrive = resolve));
  const before = (page) =>
    page.route("**/onrush-start_bg.wasm*", async (route) => {
      await held;
      await route.continue();
    });
  await withPage({ before }, async (page) => {
    const link = page.getByRole("link", { name: "The toy shop" });
    await link.focus();
    arrive();
    // The menu of colours comes with the program.
    await page.getByLabel("Colours").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#story=toy-shop&seed=1");
  });
});
