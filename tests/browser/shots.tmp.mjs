import { withPage, closeBrowser } from "./helpers/browser.mjs";
import { mkdirSync } from "node:fs"; const out="/tmp/shots/"; mkdirSync(out,{recursive:true});
const [,, widths="1440", schemes="light", story="mole"] = process.argv;
for (const w of widths.split(",")) for (const s of schemes.split(",")) {
  await withPage({ context: { viewport: { width: +w, height: w=="390"?844:w=="820"?1180:900 }, colorScheme: s }, expected:[/./] }, async (page) => {
    page.on("pageerror", m => console.log("pageerror", m.message));
    await page.getByRole("heading", { level: 1, name: "Rehearse" }).waitFor();
    await page.screenshot({ path: `${out}start-${w}-${s}.png`, fullPage: true });
    const t0=Date.now();
    await page.getByRole("link", { name: new RegExp(story,"i") }).click();
    await page.getByTestId("verdict").waitFor({timeout: 60000});
    console.log(w, s, Date.now()-t0, await page.getByTestId("verdict").textContent());
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${out}fold-${w}-${s}.png` });
    await page.evaluate(() => (document.querySelector(".scrubber").style.position = "static"));
    await page.screenshot({ path: `${out}result-${w}-${s}.png`, fullPage: true });
    await page.evaluate(() => (document.querySelector(".scrubber").style.position = ""));
    const c = page.getByRole("radio", { name: "The critical minutes" });
    if (await c.count()) { await c.check(); await page.waitForTimeout(300);
    await page.evaluate(() => scrollTo(0,500));
    await page.screenshot({ path: `${out}close-${w}-${s}.png` }); }
  });
}
await closeBrowser();
