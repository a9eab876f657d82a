// What the single file has to do beside what every page does: `cargo xtask test --only single` runs it, with others, from the disk.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";

import { opened, workerListens } from "./helpers/boot.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { openStory, started, verdict } from "./helpers/rehearsal.mjs";
import { SINGLE } from "./helpers/site.mjs";
import { expectValue } from "./helpers/value.mjs";

assert.ok(SINGLE, "run it by `cargo xtask test --only single`");
after(closeBrowser);

/** Most bytes of the whole file: it goes by mail. A little more than it was when this was last changed. */
const HEAVIEST = 3_500_000;

test("it is light enough for a mail", async (t) => {
  const { length } = await readFile(SINGLE);
  t.diagnostic(`${length} bytes`);
  assert.ok(length < HEAVIEST, `${length} bytes`);
});

test("it asks for nothing, not even for a file beside it", async () => {
  await withPage({}, async (page, site) => {
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await openStory(page, "The mole app");
    const others = asked.filter((url) => !/^(blob|data):/.test(url) && url.split("#")[0] !== site.url);
    assert.deepEqual(others, []);
    assert.equal(await page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => /^https?:/.test(name)).length), 0);
  });
});

test("its policy lets no other script run and nothing be fetched", async () => {
  await withPage({ expected: [/Content Security Policy/] }, async (page) => {
    await started(page);
    const refused = await page.evaluate(async () => {
      const kinds = [];
      addEventListener("securitypolicyviolation", ({ effectiveDirective }) => kinds.push(effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "globalThis.slippedIn = true;";
      document.head.append(script);
      await fetch("data:text/plain,x").catch(() => {});
      // A violation is told in a task of its own.
      while (kinds.length < 2) await new Promise((later) => setTimeout(later));
      return kinds.sort();
    });
    assert.deepEqual(refused, ["connect-src", "script-src-elem"]);
    assert.equal(await page.evaluate(() => globalThis.slippedIn), undefined);
  });
});

test("a link within it opens a story, and a plan is there again after a reload", async () => {
  await withPage({ query: "#story=mole-app&seed=2" }, async (page, site) => {
    assert.match(await verdict(page), /^It breaks at/);
    const name = page.getByLabel("Name of the plan");
    await name.fill("From the stick");
    await name.press("Enter");
    await page.waitForURL(/#plan=/);
    await page.getByTestId("kept").getByText("Saved in this browser").waitFor();
    await page.reload();
    await verdict(page);
    await expectValue(name, "From the stick");
    await page.goto(`${site.url}?from=a-mail`);
    await page.getByRole("link", { name: "From the stick" }).click();
    await verdict(page);
  });
});

test("it works in a frame of a page on the disk that may run scripts and nothing else", async () => {
  const folder = await mkdtemp(join(tmpdir(), "onrush-frame-"));
  try {
    const wiki = join(folder, "wiki.html");
    const src = pathToFileURL(SINGLE).href;
    await writeFile(wiki, `<!doctype html><title>A wiki</title><iframe title="Onrush" sandbox="allow-scripts" src="${src}"></iframe>`);
    // The wiki is a second file, which the watch rightly tells of.
    await withPage({ expected: [/^foreign request: file:.*\/wiki\.html$/] }, async (page) => {
      await page.goto(pathToFileURL(wiki).href);
      const frame = await (await page.waitForSelector("iframe")).contentFrame();
      await opened(frame);
      assert.equal(await frame.evaluate(() => globalThis.origin), "null");
      assert.deepEqual(await frame.evaluate(workerListens), ["ready"]);
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
