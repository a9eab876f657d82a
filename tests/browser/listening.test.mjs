// What a screen reader has to say: the path of docs/screen-reader.md, gone by keys alone, against the accessibility tree.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";

import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { started } from "./helpers/rehearsal.mjs";

after(closeBrowser);

/** Further is nothing of a path that somebody would go. */
const MOST_TABS = 90;

/** The rows of the tables: `{ keys, heard, line }`. */
async function script() {
  const text = await readFile(new URL("../../docs/screen-reader.md", import.meta.url), "utf8");
  const rows = text.split("\n").map((line, i) => [line.match(/^\| (?:`([^`]+)` )?\| (.+) \|$/), i + 1]);
  return rows.filter(([row]) => row && row[2] !== "Hear").map(([row, line]) => ({ keys: row[1], heard: row[2], line }));
}

/** Role, name and value of what has the focus, as the browser tells the system. */
async function focused(cdp) {
  const { result } = await cdp.send("Runtime.evaluate", { expression: "document.activeElement" });
  const { nodes } = await cdp.send("Accessibility.getPartialAXTree", { objectId: result.objectId, fetchRelatives: false });
  const { role, name, value } = nodes[0];
  const said = `${role?.value}: ${name?.value ?? ""}`.replace(/\s+/g, " ");
  return value?.value ? `${said} = ${value.value}` : said;
}

/** Whether `said` is what the script has, in which … stands for anything. */
function fits(said, wanted) {
  const [first, ...others] = wanted.split("…").map((part) => part.trim());
  if (others.length === 0) return said === first;
  let at = first.length;
  const follows = (part) => {
    const found = said.indexOf(part, at);
    at = found + part.length;
    return found >= 0;
  };
  return said.startsWith(first) && others.every(follows);
}

test("the path of docs/screen-reader.md is what is heard", async () => {
  const rows = await script();
  assert.ok(rows.length > 20, "the script is there");
  await withPage({ context: { viewport: { width: 1280, height: 800 } } }, async (page) => {
    await started(page);
    const cdp = await page.context().newCDPSession(page);
    // Everything the voice says, in order, also what is gone by now.
    await page.evaluate(() => {
      globalThis.spoken = [];
      new MutationObserver((changes) => {
        const lines = changes.filter(({ target }) => target.id === "voice").flatMap(({ addedNodes }) => [...addedNodes]);
        globalThis.spoken.push(...lines.map((line) => line.textContent));
      }).observe(document.body, { childList: true, subtree: true });
    });
    for (const { keys, heard, line } of rows) {
      const [, repeated] = keys?.match(/^(\S+) …$/) ?? [];
      if (repeated) {
        let said;
        for (let i = 0; i < MOST_TABS && (said === undefined || !fits(said, heard)); i += 1) {
          await page.keyboard.press(repeated);
          said = await focused(cdp);
        }
        assert.ok(fits(said, heard), `line ${line}: “${heard}” does not come; at last “${said}”`);
        continue;
      }
      // What was said before this key is another row's.
      if (keys) {
        await page.evaluate(() => (globalThis.spoken = []));
        await page.keyboard.press(keys);
      }
      const voice = heard.startsWith("voice: ");
      const wanted = heard.replace("voice: ", "");
      const now = async () => (voice ? page.evaluate(() => globalThis.spoken) : [await focused(cdp)]);
      const until = Date.now() + 150_000;
      let said = await now();
      while (!said.some((one) => fits(one, wanted)) && Date.now() < until) {
        await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
        said = await now();
      }
      assert.ok(said.some((one) => fits(one, wanted)), `line ${line}: not “${heard}” but “${said.join("” “")}”`);
    }
  });
});
