// Times without a network, and the day on which a newer version comes (docs/decisions/0011-offline.md).

import assert from "node:assert/strict";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { expectAccessible } from "./helpers/accessible.mjs";
import { opened } from "./helpers/boot.mjs";
import { closeBrowser, watch, withPage } from "./helpers/browser.mjs";
import { openStory, started, verdict } from "./helpers/rehearsal.mjs";
import { shot } from "./helpers/shot.mjs";
import { DIST } from "./helpers/site.mjs";
import { expectValue } from "./helpers/value.mjs";
import { NEWER, newerVersion } from "./helpers/versions.mjs";

after(closeBrowser);

const SIGN = "Ready to work without a network.";
/** What a browser says by itself of a network that is not there. */
const NO_NETWORK = /ERR_INTERNET_DISCONNECTED/;

/** The version that is open is kept. */
function isReady(page) {
  return page.waitForFunction(() => globalThis.onrushOffline?.ready);
}

/** Has the browser look for a newer version at once; gives what became of what it found. */
function look(page) {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
    const found = registration.installing;
    if (!found) return "nothing";
    const settled = () => ["installed", "activated", "redundant"].includes(found.state);
    while (!settled()) await new Promise((changed) => found.addEventListener("statechange", changed, { once: true }));
    return found.state;
  });
}

const build = (page) => page.evaluate(() => globalThis.onrushBuild);
const kept = (page) => page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("onrush ")));
const notice = (page) => page.getByRole("region", { name: "A new version is there" });

for (const under of ["/", "/tools/on%20rush/"]) {
  test(`after a first visit to ${under} it opens without a network, and another story runs`, async () => {
    await withPage({ keeping: true, site: { under }, expected: [NO_NETWORK] }, async (page, site) => {
      await openStory(page, "The mole app");
      await isReady(page);
      await page.goto(`${site.url}#`);
      await page.getByText(SIGN).waitFor();
      await expectAccessible(page);
      await shot(page, "offline-ready");
      await page.context().setOffline(true);
      await page.goto("about:blank");
      await page.goto(site.url);
      await opened(page);
      assert.match(await openStory(page, "The museum's tickets"), /\d/);
      await page.reload();
      await verdict(page);
      assert.equal(await page.locator("#fault").textContent(), "");
      // What was written to a friend, and a bookmark of the file itself.
      await page.goto(`${site.url}index.html?from=a-mail#story=mole-app`);
      assert.match(await verdict(page), /^It breaks at/);
    });
  });
}

test("a network that goes away during the first visit takes nothing along", async () => {
  await withPage({ keeping: true, expected: [NO_NETWORK] }, async (page, site) => {
    await started(page);
    await page.getByText(SIGN).waitFor();
    assert.ok(![...site.missing].length);
    await page.context().setOffline(true);
    assert.match(await openStory(page, "The mole app"), /^It breaks at/);
  });
});

test("a newer version is told, waits, and takes over without losing a plan", async () => {
  const newer = await newerVersion();
  try {
    await withPage({ keeping: true }, async (page, site) => {
      await openStory(page, "The mole app");
      await isReady(page);
      site.become(newer.folder);
      assert.equal(await look(page), "installed");
      await notice(page).getByText("Your plan is kept").waitFor();
      await expectAccessible(page);
      await shot(page, "offline-newer");
      // What is open goes on, whatever one does but that.
      assert.equal(await build(page), undefined);
      await page.reload();
      await verdict(page);
      assert.equal(await build(page), undefined);
      await notice(page).waitFor();
      const name = page.getByLabel("Name of the plan");
      await name.fill("Ours, a moment before");
      await name.press("Enter");
      await notice(page).getByRole("button", { name: "Reload now" }).click();
      await page.waitForFunction((newer) => globalThis.onrushBuild === newer, NEWER);
      await verdict(page);
      await expectValue(name, "Ours, a moment before");
      assert.equal(await notice(page).count(), 0);
      await isReady(page);
      await page.context().setOffline(true);
      await page.reload();
      await verdict(page);
      assert.equal(await build(page), NEWER);
    });
  } finally {
    await newer.remove();
  }
});

test("the notice can be put off, and the newer version comes with the next visit", async () => {
  const newer = await newerVersion();
  try {
    await withPage({ keeping: true }, async (page, site) => {
      await started(page);
      await isReady(page);
      site.become(newer.folder);
      assert.equal(await look(page), "installed");
      await notice(page).getByRole("button", { name: "Later" }).click();
      await notice(page).waitFor({ state: "detached" });
      assert.equal(await build(page), undefined);
      // With the last page of the old one gone, the browser lets the new one take over when it likes.
      await page.goto("about:blank");
      while ((await page.goto(site.url), await started(page), await build(page)) !== NEWER) await page.goto("about:blank");
    });
  } finally {
    await newer.remove();
  }
});

test("two tabs of two versions each get their own files, and the old one goes with its last page", async () => {
  const newer = await newerVersion();
  try {
    await withPage({ keeping: true }, async (one, site) => {
      await started(one);
      await isReady(one);
      const two = await one.context().newPage();
      const complaints = watch(two, site);
      await two.goto(site.url);
      await isReady(two);
      site.become(newer.folder);
      assert.equal(await look(one), "installed");
      await notice(one).getByRole("button", { name: "Reload now" }).click();
      await one.waitForFunction((newer) => globalThis.onrushBuild === newer, NEWER);
      await isReady(one);
      await notice(two).waitFor();
      // What it has not asked for yet is still that of its own build; the server has it no more.
      assert.match(await openStory(two, "The mole app"), /^It breaks at/);
      assert.equal(await build(two), undefined);
      assert.match(await openStory(one, "The mole app"), /^It breaks at/);
      assert.equal(await build(one), NEWER);
      assert.equal((await kept(one)).length, 2);
      await notice(two).getByRole("button", { name: "Reload now" }).click();
      await two.waitForFunction((newer) => globalThis.onrushBuild === newer, NEWER);
      await verdict(two);
      assert.deepEqual(complaints, []);
      await two.close();
      await one.reload();
      await isReady(one);
      await one.waitForFunction(async () => (await caches.keys()).length === 1);
    });
  } finally {
    await newer.remove();
  }
});

test("half of a version is none: what was kept before stays", async () => {
  const newer = await newerVersion();
  try {
    await withPage({ keeping: true, expected: [/digest|integrity/i] }, async (page, site) => {
      await started(page);
      await isReady(page);
      const before = await kept(page);
      // Somebody is copying the files, and one of them is still the old one.
      await cp(join(DIST, "onrush-web.js"), join(newer.folder, "onrush-web.js"));
      site.become(newer.folder);
      assert.equal(await look(page), "redundant");
      assert.equal(await notice(page).count(), 0);
      assert.deepEqual(await kept(page), before);
      await page.reload();
      assert.match(await openStory(page, "The mole app"), /^It breaks at/);
      assert.equal(await build(page), undefined);
    });
  } finally {
    await newer.remove();
  }
});

test("a host can take back what browsers keep", async () => {
  const newer = await newerVersion();
  const off = fileURLToPath(new URL("../../docs/hosting/service-worker-off.js", import.meta.url));
  try {
    await withPage({ keeping: true }, async (page, site) => {
      await started(page);
      await isReady(page);
      await cp(off, join(newer.folder, "service-worker.js"));
      site.become(newer.folder);
      assert.match(await look(page), /installed|activated/);
      await page.waitForFunction(async () => (await caches.keys()).length === 0);
      await page.goto(`${site.url}?again`);
      await started(page);
      assert.equal(await build(page), NEWER);
    });
  } finally {
    await newer.remove();
  }
});

test("nobody is told where nothing can be kept", async () => {
  const refusals = {
    "service workers are refused": () => {
      ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException("no", "SecurityError"));
    },
    "even looking is refused": () => {
      Object.defineProperty(Navigator.prototype, "serviceWorker", {
        get() {
          throw new DOMException("no", "SecurityError");
        },
      });
    },
    "there is nothing of the kind": () => delete Navigator.prototype.serviceWorker,
    "no place is left": () => {
      Cache.prototype.put = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
    },
    "storage is refused": () => {
      Object.defineProperty(globalThis, "localStorage", {
        get() {
          throw new DOMException("no", "SecurityError");
        },
      });
      ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException("no", "SecurityError"));
    },
  };
  for (const [what, refuse] of Object.entries(refusals)) {
    await withPage({ keeping: true, before: (page) => page.addInitScript(refuse) }, async (page) => {
      await started(page);
      assert.match(await openStory(page, "The mole app"), /^It breaks at/, what);
      assert.equal(await page.getByText(SIGN).count(), 0, what);
      assert.equal(await page.locator("#fault").textContent(), "", what);
    });
  }
});

test("a page in a frame keeps nothing", async () => {
  const host = '<!doctype html><title>A wiki</title><iframe title="Onrush" src="./"></iframe>';
  let asked = 0;
  await withPage(
    {
      keeping: true,
      query: "wiki.html",
      before: async (page) => {
        await page.clock.install();
        await page.exposeFunction("askedToKeep", () => (asked += 1));
        await page.addInitScript(() => {
          const { register } = ServiceWorkerContainer.prototype;
          ServiceWorkerContainer.prototype.register = function (...given) {
            globalThis.askedToKeep();
            return register.apply(this, given);
          };
        });
        await page.route("**/wiki.html", (route) => route.fulfill({ contentType: "text/html", body: host }));
      },
    },
    async (page, site) => {
      const frame = await (await page.waitForSelector("iframe")).contentFrame();
      await opened(frame);
      await page.clock.runFor(60_000);
      assert.equal(asked, 0);
      // The same minute outside of a frame is enough.
      await page.goto(site.url);
      await opened(page);
      await page.clock.runFor(60_000);
      assert.equal(asked, 1);
    },
  );
});

test("browsers find nothing in the way of installing it", async () => {
  await withPage({ keeping: true, site: { under: "/tools/onrush/" } }, async (page) => {
    await started(page);
    await isReady(page);
    const line = await page.context().newCDPSession(page);
    const { errors, data } = await line.send("Page.getAppManifest");
    assert.deepEqual(errors, []);
    assert.equal(JSON.parse(data).start_url, "./");
    const { installabilityErrors } = await line.send("Page.getInstallabilityErrors");
    // Tests run in a private window, where nothing is installed.
    assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito"), []);
  });
});

test("every file of the version is kept, and each under its content", async () => {
  await withPage({ keeping: true }, async (page, site) => {
    await started(page);
    await isReady(page);
    const there = await page.evaluate(async () => {
      const [name] = await caches.keys();
      return (await (await caches.open(name)).keys()).map(({ url }) => url);
    });
    const keeper = await readFile(join(DIST, "service-worker.js"), "utf8");
    const files = [...keeper.matchAll(/^ {2}"(\S+)": "sha256-/gm)].map(([, name]) => name);
    assert.ok(files.length > 30 && files.includes("index.html") && files.includes("onrush-engine_bg.wasm"));
    assert.deepEqual(there.map((url) => url.slice(site.url.length).split("?v=")[0]).sort(), [...files].sort());
    for (const url of there) assert.match(url, /\?v=[0-9A-Za-z]{8}$/);
  });
});
