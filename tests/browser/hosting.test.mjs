// What docs/hosting.md promises, of a real web server with our configuration: `cargo xtask test --only hosting` starts one
// after the other. ONRUSH_HOST is its origin, ONRUSH_SITE its folder, which holds the page at the top and under tools/on rush/.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

import { opened } from "./helpers/boot.mjs";
import { browser, closeBrowser, watch } from "./helpers/browser.mjs";
import { digest, openStory } from "./helpers/rehearsal.mjs";

const { ONRUSH_HOST: ORIGIN, ONRUSH_SITE: SITE, ONRUSH_HOST_ENCODINGS: ENCODINGS } = process.env;
assert.ok(ORIGIN && SITE && ENCODINGS, "run it by `cargo xtask test --only hosting`");

const SUB_PATH = "/tools/on%20rush/";
const UNPACK = { br: brotliDecompressSync, gzip: gunzipSync, undefined: (bytes) => bytes };
const TYPES = {
  txt: /^text\/plain; charset=utf-8$/,
  html: /^text\/html; charset=utf-8$/,
  js: /^text\/javascript; charset=utf-8$/,
  css: /^text\/css; charset=utf-8$/,
  wasm: /^application\/wasm$/,
  svg: /^image\/svg\+xml(; charset=utf-8)?$/,
  png: /^image\/png$/,
  json: /^application\/json(; charset=utf-8)?$/,
  webmanifest: /^application\/manifest\+json$/,
};

after(closeBrowser);

/** One request as it goes over the line: `{ status, headers, body }`, nothing unpacked, no redirect followed. */
function ask(path, headers = {}, method = "GET") {
  return new Promise((resolve, reject) => {
    request(ORIGIN + path, { headers, method, agent: false }, (response) => {
      const pieces = [];
      response.on("data", (piece) => pieces.push(piece));
      response.on("end", () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(pieces) }),
      );
    })
      .on("error", reject)
      .end();
  });
}

/** The page's files, as paths below its folder, without the compressed ones; and those for themselves. */
async function files() {
  const entries = await readdir(join(SITE, "tools/on rush"), { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(SITE, "tools/on rush/").length));
  const packed = new Set(names.filter((name) => /\.(br|gz)$/.test(name)));
  return { plain: names.filter((name) => !packed.has(name)), packed };
}

/** The policy that the page itself names. */
async function ownPolicy() {
  const page = await readFile(join(SITE, "index.html"), "utf8");
  return page.match(/http-equiv="Content-Security-Policy" content="([^"]+)"/)[1];
}

test("every file comes with its type and the headers, as it is and compressed", async () => {
  const policy = await ownPolicy();
  const { plain, packed } = await files();
  assert.ok(plain.length > 20 && packed.size > 20, `${plain.length} files, ${packed.size} compressed`);
  for (const base of ["/", SUB_PATH]) {
    for (const name of plain) {
      const bytes = await readFile(join(SITE, name));
      for (const accepted of ["", "gzip", "br", "gzip, deflate, br"]) {
        const what = `${base}${name} for "${accepted}"`;
        const { status, headers, body } = await ask(base + name, accepted ? { "accept-encoding": accepted } : {});
        assert.equal(status, 200, what);
        const encoding = headers["content-encoding"];
        assert.ok(encoding === undefined || accepted.includes(encoding), `${what}: came as ${encoding}`);
        assert.ok(UNPACK[encoding](body).equals(bytes), `${what}: other bytes than the file's`);
        const here = (kind) => ENCODINGS.includes(kind) && accepted.includes(kind);
        if (here("br") && packed.has(`${name}.br`)) assert.equal(encoding, "br", what);
        else if (here("gzip") && packed.has(`${name}.gz`)) assert.equal(encoding, "gzip", what);
        if (encoding) assert.match(headers.vary ?? "", /accept-encoding/i, what);
        assert.match(headers["content-type"] ?? "none", TYPES[name.split(".").at(-1)] ?? /^$/, what);
        assert.equal(headers["cache-control"], "no-cache", what);
        assert.ok(headers.etag || headers["last-modified"], `${what}: nothing to ask again by`);
        assert.equal(headers["content-security-policy"], policy, what);
        assert.equal(headers["x-content-type-options"], "nosniff", what);
        assert.equal(headers["referrer-policy"], "no-referrer", what);
        assert.equal(headers["access-control-allow-origin"], "*", what);
        assert.equal(headers["cross-origin-resource-policy"], "cross-origin", what);
        assert.match(headers["permissions-policy"], /camera=\(\)/, what);
      }
    }
  }
});

test("a file that has not changed is not sent again, a changed one would be", async () => {
  for (const accepted of ["", "gzip", "br"]) {
    const given = accepted ? { "accept-encoding": accepted } : {};
    const first = await ask("/boot.js", given);
    const again = await ask("/boot.js", { ...given, "if-none-match": first.headers.etag });
    assert.equal(again.status, 304, accepted);
    assert.equal(again.body.length, 0);
    assert.equal((await ask("/boot.js", { ...given, "if-none-match": '"another"' })).status, 200);
  }
});

test("a folder is its page, with or without the stroke", async () => {
  const page = await readFile(join(SITE, "index.html"));
  for (const path of ["/", SUB_PATH]) {
    const { status, body } = await ask(path);
    assert.equal(status, 200);
    assert.ok(body.equals(page), path);
  }
  const { status, headers } = await ask(SUB_PATH.slice(0, -1));
  assert.ok([301, 302, 308].includes(status), `${status}`);
  assert.equal(new URL(headers.location, ORIGIN).pathname, SUB_PATH);
});

test("what is not there is not found, folders are not listed, nothing outside is given", async () => {
  for (const path of [
    "/nothing.js",
    "/onrush-web_bg.wasm/more",
    `${SUB_PATH}nothing.css`,
    "/styles/",
    "/../nginx/nginx.conf",
    "/%2e%2e/nginx/nginx.conf",
    "/..%2fcaddy/Caddyfile",
  ]) {
    const { status, headers, body } = await ask(path);
    assert.ok([400, 403, 404].includes(status), `${path}: ${status}`);
    assert.ok(!/tokens\.css|daemon off|admin off/.test(body), path);
    if (status === 404) assert.equal(headers["x-content-type-options"], "nosniff", path);
  }
});

test("nothing can be written", async () => {
  for (const method of ["POST", "PUT", "DELETE"]) {
    const { status } = await ask("/boot.js", {}, method);
    assert.ok([403, 405].includes(status), `${method}: ${status}`);
  }
  assert.equal((await ask("/boot.js", {}, "HEAD")).status, 200);
});

for (const base of ["/", SUB_PATH]) {
  test(`a story runs under ${base} and nothing complains`, async () => {
    const context = await (await browser()).newContext();
    try {
      const page = await context.newPage();
      const complaints = watch(page, { origin: ORIGIN });
      const sent = new Map();
      page.on("response", (response) => {
        if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
        sent.set(new URL(response.url()).pathname, response.headers()["content-encoding"]);
      });
      await page.goto(ORIGIN + base);
      await opened(page);
      assert.match(await openStory(page, "The mole app"), /21:26/);
      assert.match(await digest(page), /[0-9a-f]{8}/);
      assert.equal(sent.get(`${base}onrush-engine_bg.wasm`), ENCODINGS.includes("br") ? "br" : "gzip");
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  });
}

test("it works in a frame that may run scripts and nothing else", async () => {
  const context = await (await browser()).newContext();
  try {
    const page = await context.newPage();
    const host = `<!doctype html><title>A wiki</title><iframe title="Onrush" sandbox="allow-scripts" src="./"></iframe>`;
    await page.route(`${ORIGIN}/wiki.html`, (route) => route.fulfill({ contentType: "text/html", body: host }));
    await page.goto(`${ORIGIN}/wiki.html`);
    const frame = await (await page.waitForSelector("iframe")).contentFrame();
    await opened(frame);
    assert.equal(await frame.evaluate(() => globalThis.origin), "null");
  } finally {
    await context.close();
  }
});

test("what browsers learn of a new version by is asked for anew, and is what they expect", async () => {
  for (const base of ["/", SUB_PATH]) {
    const keeper = await ask(`${base}service-worker.js`);
    assert.equal(keeper.headers["cache-control"], "no-cache");
    assert.match(keeper.headers["content-type"], TYPES.js);
    const manifest = await ask(`${base}manifest.webmanifest`);
    assert.match(manifest.headers["content-type"], TYPES.webmanifest);
    assert.match(manifest.headers["content-security-policy"], /manifest-src 'self'/);
    assert.match(keeper.headers["content-security-policy"], /worker-src 'self'/);
  }
});

for (const base of ["/", SUB_PATH]) {
  test(`after a first visit it opens under ${base} without a network`, async () => {
    const context = await (await browser()).newContext();
    try {
      const page = await context.newPage();
      await page.goto(ORIGIN + base);
      await opened(page);
      await page.waitForFunction(() => globalThis.onrushOffline?.ready);
      await context.setOffline(true);
      await page.reload();
      await opened(page);
      assert.match(await openStory(page, "The mole app"), /21:26/);
    } finally {
      await context.close();
    }
  });
}
