// A rehearsal in a frame of somebody else's page.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { browser, closeBrowser, withPage } from "./helpers/browser.mjs";
import { HOSTS, blockStorage, hostPages, servePages } from "./helpers/hosts.mjs";
import { openStory, slider, verdict } from "./helpers/rehearsal.mjs";
import { serve } from "./helpers/site.mjs";
import { PICTURES, shot } from "./helpers/shot.mjs";

after(closeBrowser);

/** What a sandbox tells the console when a frame tries to open a tab: part of the test. */
const POPUP = /sandboxed frame whose 'allow-popups'/;

/** Opens a page of another site that holds frames of Onrush, and fails on complaints and on requests to anybody else. */
async function withHost(pages, { context: options, before, expected = [] } = {}, use) {
  const site = await serve({ under: "/tools/on%20rush/".replace("%20", "-") });
  const host = await servePages(pages(site));
  const context = await (await browser()).newContext(options);
  try {
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (!["blob:", "data:"].includes(protocol) && ![site.origin, host.origin].includes(origin)) {
        complaints.push(`foreign request: ${request.url()}`);
      }
    });
    await before?.(page);
    await use(page, host, site);
    assert.deepEqual(site.missing, []);
    assert.deepEqual(complaints.filter((text) => !expected.some((pattern) => pattern.test(text))), []);
  } finally {
    await context.close();
    await host.close();
    await site.close();
  }
}

/** The frame of the n-th iframe of a page. */
async function frame(page, n = 0) {
  const element = await page.locator("iframe").nth(n).elementHandle();
  return element.contentFrame();
}

const heightOf = (page, n = 0) => page.locator("iframe").nth(n).evaluate((element) => element.clientHeight);

/** What is in the frame, from its upper edge to its lower. */
const contentOf = (inside) => inside.locator("main.embed").evaluate((main) => Math.ceil(main.getBoundingClientRect().bottom + scrollY));

/** The frame comes to be as high as what is in it. */
async function keepsHeight(page, inside, n = 0) {
  for (let i = 0; i < 100; i++) {
    if ((await heightOf(page, n)) === (await contentOf(inside))) return;
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
  assert.equal(await heightOf(page, n), await contentOf(inside));
}

for (const host of HOSTS) {
  test(`it runs in a page like those of ${host.name}, with nothing stored`, async () => {
    const before = (page) => page.addInitScript(blockStorage);
    await withHost(hostPages, { before, expected: [POPUP] }, async (page, { origin }, site) => {
      await page.goto(`${origin}/${host.name.replace(" ", "-").toLowerCase()}`);
      if (host.lazy) {
        assert.equal(site.sent.has("onrush-embed_bg.wasm"), false, "a frame that nobody sees takes nothing");
        await page.locator("iframe").scrollIntoViewIfNeeded();
      }
      const inside = await frame(page);
      assert.match(await verdict(inside), /21:2/);
      assert.ok(![...site.sent.keys()].some((name) => /onrush-(web|engine|start)/.test(name)), "the light program only");
      if (host.fixed) {
        assert.equal(await heightOf(page), host.fixed);
        // All of it can be reached.
        await inside.getByRole("link", { name: "Open in Onrush" }).scrollIntoViewIfNeeded();
      } else {
        await page.waitForFunction(() => document.querySelector("iframe").clientHeight > 700);
        await keepsHeight(page, inside);
      }
    });
  });
}

test("a page without frames has the picture and its words", async () => {
  const html = (await import("node:fs/promises")).readFile;
  const drawing = await html(new URL("../../web/icons/favicon.svg", import.meta.url), "utf8");
  const pages = () => [
    { path: "/wiki", policy: "default-src 'none'; img-src 'self'", html: `<img src="/people.svg" alt="It breaks.">` },
    { path: "/people.svg", type: "image/svg+xml", html: drawing },
  ];
  await withHost(pages, {}, async (page, { origin }) => {
    await page.goto(`${origin}/wiki`);
    await page.getByRole("img", { name: "It breaks." }).waitFor();
    assert.ok(await page.locator("img").evaluate((image) => image.naturalWidth > 0));
  });
});

/** A page with several elements of embed.js, far apart. */
const several = ({ url, origin }) => [
  {
    path: "/several",
    policy: `default-src 'none'; script-src ${origin}; frame-src ${origin}`,
    html: `<script src="${url}embed.js" async></script><script src="${url}embed.js" async></script>
      <onrush-rehearsal id="one" story="museum-tickets" show="answer,people" theme="dark"></onrush-rehearsal>
      <onrush-rehearsal id="two" story="museum-tickets" seed="2" show="answer" locked="links"></onrush-rehearsal>
      ${"<p>Text.</p>".repeat(400)}
      <onrush-rehearsal id="three" story="museum-tickets" show="people" height="300" fixed></onrush-rehearsal>`,
  },
];

test("several in a page are each as high as what is in them, and stay so", async () => {
  await withHost(several, {}, async (page, { origin }) => {
    await page.goto(`${origin}/several`);
    await page.locator("iframe").nth(2).waitFor({ state: "attached" });
    const [one, two] = [await frame(page, 0), await frame(page, 1)];
    await Promise.all([verdict(one), verdict(two)]);
    for (const [n, inside] of [one, two].entries()) {
      await inside.getByRole("link", { name: "Open in Onrush" }).waitFor();
      await page.waitForFunction((n) => document.querySelectorAll("iframe")[n].clientHeight !== 640, n);
      await keepsHeight(page, inside, n);
    }
    assert.ok((await heightOf(page, 0)) > (await heightOf(page, 1)), "more is in the first");
    assert.equal(await one.evaluate(() => document.documentElement.dataset.theme), "dark");

    // A frame that is higher than need be does not make its content higher: nothing grows without end.
    const before = await contentOf(one);
    await page.evaluate(() => (document.querySelector("iframe").style.height = "3000px"));
    await one.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.equal(await contentOf(one), before);

    // Somebody else's message, even from a frame of ours, is not taken for this frame's.
    await two.evaluate(() => parent.postMessage({ onrush: 1, event: "height", height: 4321 }, "*"));
    await page.waitForFunction(() => document.querySelectorAll("iframe")[1].clientHeight === 4321);
    assert.equal(await heightOf(page, 0), 3000);
    await page.evaluate(() => postMessage({ onrush: 1, event: "height", height: 77 }, "*"));
    for (const odd of [NaN, -5, "900", null, 1e9, {}]) {
      await one.evaluate((height) => parent.postMessage({ onrush: 1, event: "height", height }, "*"), odd);
    }
    await one.evaluate(() => parent.postMessage({ onrush: 2, event: "height", height: 55 }, "*"));
    await one.evaluate(() => parent.postMessage({ onrush: 1, event: "height", height: 500 }, "*"));
    await page.waitForFunction(() => document.querySelector("iframe").clientHeight === 500);

    // The third begins when somebody comes to it.
    await page.locator("#three").scrollIntoViewIfNeeded();
    const three = await frame(page, 2);
    await three.locator(".people__legend").waitFor({ timeout: 60_000 });
    assert.equal(await heightOf(page, 2), 300, "its height is fixed");
  });
});

test("asked for its height, a frame answers whoever holds it, and nobody else", async () => {
  const pages = ({ url }) => [
    { path: "/by-hand", html: `<iframe title="Onrush" src="${url}?embed=1#story=museum-tickets&show=answer"></iframe>` },
  ];
  await withHost(pages, {}, async (page, { origin }) => {
    await page.goto(`${origin}/by-hand`);
    const inside = await frame(page);
    await verdict(inside);
    const answer = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const frame = document.querySelector("iframe").contentWindow;
          const asked = () => frame.postMessage({ onrush: 1, ask: "height" }, "*");
          addEventListener("message", ({ source, data }) => source === frame && resolve(data));
          asked();
        }),
    );
    assert.deepEqual(Object.keys(answer).sort(), ["event", "height", "onrush"]);
    assert.equal(answer.onrush, 1);
    assert.equal(answer.height, await contentOf(inside));
    // From itself: it is not the page that holds it.
    const heard = await inside.evaluate(
      () =>
        new Promise((resolve) => {
          const told = [];
          const post = parent.postMessage;
          addEventListener("message", ({ data }) => data.end && resolve(told));
          try {
            parent.postMessage = (...given) => told.push(given);
          } catch {
            // Another site's window: the page counts below.
          }
          postMessage({ onrush: 1, ask: "height" }, "*");
          postMessage({ end: true }, "*");
          void post;
        }),
    );
    assert.deepEqual(heard, []);
  });
});

test("a keyboard comes in, reaches everything, and goes out again both ways", async () => {
  const pages = ({ url }) => [
    { path: "/wiki", html: `<iframe title="Onrush" height="600" sandbox="allow-scripts" src="${url}?embed=1#story=mole-app&show=all"></iframe>` },
  ];
  await withHost(pages, {}, async (page, { origin }) => {
    await page.goto(`${origin}/wiki`);
    const inside = await frame(page);
    await verdict(inside);
    const focus = async () =>
      (await page.evaluate(() => document.activeElement.id)) ||
      inside.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent.trim());
    const walk = async (key, to) => {
      const seen = [];
      for (let i = 0; i < 120; i++) {
        await page.keyboard.press(key);
        const at = await focus();
        if (at === to) return seen;
        seen.push(at);
      }
      throw new Error(`${key} never comes to ${to}: ${seen.join(" | ")}`);
    };
    await page.focus("#before");
    const forth = await walk("Tab", "behind");
    for (const wanted of ["Play", "Second of the rehearsal", "Open in Onrush"]) {
      assert.ok(forth.some((name) => name.includes(wanted)), `${wanted} is reached: ${forth.join(" | ")}`);
    }
    const back = await walk("Shift+Tab", "before");
    assert.equal(back.length, forth.length);
    // The keys of the scrubber work in the frame.
    await slider(inside).focus();
    const clock = () => inside.getByTestId("clock").innerText();
    const now = await clock();
    await page.keyboard.press("ArrowRight");
    assert.notEqual(await clock(), now);
  });
});

test("each part of every story is there when it is asked for, and says all it has to say", async () => {
  await withPage({ query: "?embed=1#story=mole-app&show=all" }, async (page) => {
    const link = await page.evaluate(() => location.href.split("#")[0]);
    for (const story of [
      "mole-app", "museum-tickets", "toy-shop", "staffing-firm", "asia-email", "asia-blocked", "influencer-post", "glastonbury",
      "black-friday", "ecensus",
    ]) {
      await page.goto(`${link}#story=${story}&show=all`);
      await page.getByTestId("verdict").waitFor({ timeout: 60_000 });
      await page.getByRole("group", { name: /site/i }).first().waitFor();
      for (const summary of await page.locator("summary").all()) await summary.click();
      for (const part of await page.locator("[data-part]").all()) {
        await part.click({ force: true });
        assert.ok(!(await page.locator(".machine-room__about").innerText()).includes("⟨"));
      }
      const text = await page.evaluate(() => document.body.innerHTML);
      const missing = [...text.matchAll(/⟨[^⟩]*⟩/g)].map(([id]) => id);
      assert.deepEqual(missing, [], `${story}: sentences that are not in this program`);
    }
  });
});

test("what the address asks for is what is seen", async () => {
  const open = (asked, use) => withPage({ query: `?embed=1#${asked}` }, use);
  await open("story=mole-app&show=people,answer&theme=projector&seed=3&step=2", async (page) => {
    await verdict(page);
    assert.equal(await page.locator(".people").count(), 1);
    assert.equal(await page.locator(".machine-room").count() + (await slider(page).count()), 0);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "projector");
    await page.getByText("Crowd no. 3").waitFor();
    await page.getByText("Step 2 of 8, The Now").waitFor();
    assert.equal(await page.getByRole("button", { name: "Change this plan" }).count(), 0);
  });
  await open("story=mole-app&at=21:30", async (page) => {
    await verdict(page);
    assert.match(await page.getByTestId("clock").innerText(), /21:30/);
    // Another place in the address is gone to, without another run.
    await page.evaluate(() => (location.hash = "#story=mole-app&at=peak&theme=dark"));
    await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
    assert.doesNotMatch(await page.getByTestId("clock").innerText(), /21:30:00/);
  });
  await open("story=mole-app&play=60", async (page) => {
    await page.getByRole("button", { name: "Pause" }).waitFor({ timeout: 60_000 });
  });
});

test("a plan from a link runs as well, and what is no plan is told", async () => {
  await withPage({ query: "#story=toy-shop" }, async (page) => {
    await verdict(page);
    const link = await page.evaluate(() => location.href.split("#")[0]);
    await page.getByRole("button", { name: "Embed", exact: true }).click();
    // A copy of one's own is in the address itself.
    await page.getByRole("button", { name: "Save a copy" }).click();
    const lines = page.getByRole("textbox", { name: "Lines for your page" });
    await page.waitForFunction(() => document.querySelector(".embedding textarea")?.value.includes("#p=1."));
    const [, code] = (await lines.inputValue()).match(/#p=([\w.-]+)/);
    await page.goto(`${link}?embed=1#p=${code}`);
    assert.match(await verdict(page), /\d\d:\d\d/);
    await page.evaluate((code) => (location.hash = `#p=${code.slice(0, -9)}`), code);
    await page.getByText("could not be read").waitFor();
    await page.evaluate(() => (location.hash = "#p=9.abc"));
    await page.getByText("newer version").waitFor();
  });
});

test("whatever is wrong with an address is told by its name, with what is allowed", async () => {
  const asked = "story=moles&theme=mauve&show=answers&seed=x&lang=tlh&at=noon&play=7&step=9&edit=yes&colour=red&seed=2";
  await withPage({ query: `?embed=1#${asked}` }, async (page) => {
    await page.getByRole("alert", { name: /asks for/ }).waitFor();
    const text = await page.getByRole("alert", { name: /asks for/ }).innerText();
    for (const [name, allowed] of [
      ["story=moles", "mole-app"], ["theme=mauve", "projector"], ["show=answers", "people"], ["seed=x", "18446744073709551615"],
      ["lang=tlh", "en"], ["at=noon", "20:31"], ["play=7", "300"], ["step=9", "rigour"], ["edit=yes", "may be changed"],
      ["colour=red", "theme"], ["seed=2", "twice"],
    ]) {
      assert.ok(text.includes(name), `${name} is named`);
      assert.ok(text.includes(allowed), `${allowed} is told`);
    }
    await expectAccessible(page);
    // It mends itself when the address does.
    await page.evaluate(() => (location.hash = "#story=museum-tickets&show=answer"));
    await verdict(page);
  });
  for (const query of ["?embed", "?embed=1", "?embed=1#", "?embed=1#p=", "?embed=1#%F0%28"]) {
    await withPage({ query }, async (page) => {
      await page.getByRole("alert", { name: /asks for/ }).waitFor();
      assert.ok((await page.getByRole("alert", { name: /asks for/ }).innerText()).length > 60, query);
    });
  }
});

test("a frame that may open no tab shows the address; one that may, opens it", async () => {
  const pages = ({ url }) => [
    { path: "/shut", html: `<iframe title="Onrush" height="900" sandbox="allow-scripts" src="${url}?embed=1#story=mole-app&show=answer"></iframe>` },
    {
      path: "/open",
      html: `<iframe title="Onrush" height="900" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" src="${url}?embed=1#story=mole-app&seed=5&show=answer"></iframe>`,
    },
  ];
  await withHost(pages, { expected: [POPUP] }, async (page, { origin }, site) => {
    await page.goto(`${origin}/shut`);
    const shut = await frame(page);
    await shut.getByRole("link", { name: "Open in Onrush" }).click();
    const field = shut.getByRole("textbox", { name: /address/ });
    assert.equal(await field.inputValue(), `${site.url}#story=mole-app&seed=1`);
    await page.goto(`${origin}/open`);
    const open = await frame(page);
    const tab = page.context().waitForEvent("page");
    await open.getByRole("link", { name: "Open in Onrush" }).click();
    const whole = await tab;
    await verdict(whole);
    assert.equal(whole.url(), `${site.url}#story=mole-app&seed=5`);
    assert.equal(await whole.evaluate(() => globalThis.opener), null);
  });
});

test("where it may be changed, the whole page takes its place in the frame", async () => {
  const pages = ({ url, origin }) => [
    {
      path: "/edit",
      policy: `default-src 'none'; script-src ${origin}; frame-src ${origin}`,
      html: `<script src="${url}embed.js" async></script><onrush-rehearsal story="museum-tickets" show="answer" edit="1" locked></onrush-rehearsal>`,
    },
  ];
  await withHost(pages, {}, async (page, { origin }) => {
    await page.goto(`${origin}/edit`);
    await page.locator("iframe").waitFor();
    const inside = await frame(page);
    await verdict(inside);
    await inside.getByRole("button", { name: "Change this plan" }).click();
    await inside.getByRole("button", { name: "Save a copy" }).waitFor({ timeout: 60_000 });
    assert.match(await verdict(inside), /07:3/);
    assert.equal(await heightOf(page), 900);
  });
});

test("nothing for axe, nothing wider than the frame, in every width and colour", async () => {
  for (const colorScheme of ["light", "dark"]) {
    await withPage({ context: { colorScheme }, query: "?embed=1#story=mole-app&show=all&step=3&edit=1" }, async (page) => {
      await verdict(page);
      for (const width of [320, 390, 600, 820]) {
        await page.setViewportSize({ width, height: 700 });
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${width}: ${wide} too wide`);
        await expectAccessible(page);
      }
    });
  }
});

test("the dialog makes lines that work, with a look at them beforehand", async () => {
  await withPage({ query: "#story=museum-tickets&seed=4" }, async (page, site) => {
    await verdict(page);
    await page.getByRole("button", { name: "Embed", exact: true }).click();
    const lines = page.getByRole("textbox", { name: "Lines for your page" });
    const text = () => lines.inputValue();
    assert.match(await text(), /^<iframe src="http[^"]+\?embed=1#story=museum-tickets&amp;seed=4" title="[^"]+"/);
    const preview = page.frameLocator("onrush-rehearsal iframe");
    await page.locator("onrush-rehearsal iframe").scrollIntoViewIfNeeded();
    await preview.getByTestId("verdict").waitFor({ timeout: 60_000 });

    await page.getByRole("checkbox", { name: "The machine room" }).uncheck();
    await page.getByLabel("Colours").last().selectOption("Dark");
    assert.match(await text(), /show=answer,people,crowd,causes&amp;theme=dark/);
    await preview.locator("html[data-theme=dark]").waitFor();
    await preview.locator(".machine-room").waitFor({ state: "detached" });
    await page.getByLabel("Height in pixels").fill("99");
    await page.getByLabel("Height in pixels").press("Tab");
    assert.match(await text(), /height="720"/, "no height, so the one before");

    await page.getByLabel("What the frame may do").selectOption("Run scripts, nothing else");
    await page.getByRole("radio", { name: "A script and an element" }).check();
    const element = await text();
    assert.match(element, /<script src="[^"]+\/embed\.js" async><\/script>\n<onrush-rehearsal story="museum-tickets" seed="4"/);
    assert.match(element, / locked /);
    await expectAccessible(page);

    // Pasted, it runs.
    const host = await servePages([{ path: "/pasted", html: element }]);
    try {
      const other = await page.context().newPage();
      await other.goto(`${host.origin}/pasted`);
      await other.locator("iframe").waitFor();
      await verdict(await frame(other));
    } finally {
      await host.close();
    }

    await page.getByRole("radio", { name: "A picture" }).check();
    assert.match(await text(), /<img src="[\w-]+\.svg" alt="[^"]{60,}"/);
    const [svg] = await Promise.all([
      page.waitForEvent("download"),
      page.locator(".embedding").getByRole("button", { name: "Save as SVG" }).click(),
    ]);
    assert.match(svg.suggestedFilename(), /-crowd-4\.svg$/);
    assert.equal(site.missing.length, 0);
  });
});

test("in another language the names that came with a story are in it, and at 320 pixels no words are cut off", async () => {
  for (const [lang, name, region] of [["pl", "Sklep z zabawkami", "Holandia"], ["nl", "De speelgoedwinkel", "Nederland"]]) {
    await withPage({ context: { viewport: { width: 320, height: 700 } }, query: `?embed=1#story=toy-shop&lang=${lang}` }, async (page) => {
      await page.getByTestId("verdict").waitFor({ timeout: 60_000 });
      await page.locator(`html[lang=${lang}]`).waitFor();
      await page.getByText(name, { exact: true }).waitFor();
      await page.getByRole("rowheader", { name: region }).waitFor();
      // The words at the peak lie within the frame, and each jump's within its button.
      const label = await page.locator(".track__text--peak").boundingBox();
      assert.ok(label.x >= 0 && label.x + label.width <= 320, JSON.stringify(label));
      const cut = await page.locator(".scrubber button").evaluateAll((all) =>
        all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent));
      assert.deepEqual(cut, []);
    });
  }
});

test("a plan's name makes no tags of its own", async () => {
  await withPage({ query: "#story=museum-tickets" }, async (page) => {
    await verdict(page);
    const name = `"><img src=x onerror=alert(1)>' &amp; <b>`;
    await page.getByLabel("Name of the plan").fill(name);
    await page.getByLabel("Name of the plan").press("Tab");
    await page.getByRole("button", { name: "Embed", exact: true }).click();
    const lines = page.getByRole("textbox", { name: "Lines for your page" });
    await page.waitForFunction(() => document.querySelector(".embedding textarea")?.value.includes("onerror"));
    for (const way of ["A frame", "A script and an element", "A picture"]) {
      await page.getByRole("radio", { name: way }).check();
      const found = await page.evaluate((html) => {
        const parsed = new DOMParser().parseFromString(html, "text/html");
        const titles = [...parsed.querySelectorAll("iframe, onrush-rehearsal, img")].map(
          (e) => e.title || e.getAttribute("name") || e.alt,
        );
        return { odd: parsed.querySelectorAll("[onerror], b").length, titles };
      }, await lines.inputValue());
      assert.equal(found.odd, 0, way);
      assert.equal(found.titles.length, 1, way);
      assert.ok(found.titles[0].includes(name), way);
    }
  });
});

if (PICTURES) test("pictures for people to judge", async () => {
  await withPage({ query: "?embed=1#story=mole-app&show=all" }, async (page) => {
    await verdict(page);
    await shot(page, "embed");
  });
  await withPage({}, async (page) => {
    await openStory(page, "The museum's tickets");
    await page.getByRole("button", { name: "Embed", exact: true }).click();
    await page.locator("onrush-rehearsal iframe").scrollIntoViewIfNeeded();
    await page.frameLocator("onrush-rehearsal iframe").getByTestId("verdict").waitFor({ timeout: 60_000 });
    await shot(page, "embedding");
  });
});
