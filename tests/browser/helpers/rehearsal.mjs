// What people do on the page, for tests to do the same.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** The start is there and can be used. */
export function started(page) {
  return page.getByRole("heading", { level: 1, name: "Rehearse the crowd" }).waitFor();
}

/** The answer is there; gives its text. */
export async function verdict(page) {
  const heading = page.getByTestId("verdict");
  await heading.waitFor({ timeout: 60_000 });
  return heading.innerText();
}

/** One click on a story; gives the answer. */
export async function openStory(page, name, options = {}) {
  await started(page);
  await page.getByRole("link", { name, ...options }).click();
  return verdict(page);
}

/** The clock of the scrubber. */
export function clock(page) {
  return page.getByTestId("clock").innerText();
}

/** The fingerprint of the result on the screen. */
export function digest(page) {
  return page.getByTestId("digest").innerText();
}

/** The slider of the scrubber. */
export function slider(page) {
  return page.getByRole("slider", { name: "Second of the rehearsal" });
}

/** The file of a built-in story. */
export function storyFile(key) {
  return readFile(fileURLToPath(new URL(`../../../crates/scenario/stories/${key}.onrush.json`, import.meta.url)), "utf8");
}

/** Chooses a file with this text in the start's dialogue. */
export function chooseFile(page, name, text) {
  return page.locator("input[type=file]").setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
}

/** Drops a file on an element, as if from the desktop. Tells whether the page kept the browser from opening it. */
export async function dropFile(page, selector, name, text) {
  return page.locator(selector).evaluate((element, [name, text]) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], name, { type: "application/json" }));
    const fire = (type) => element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    return !fire("dragover") && !fire("drop");
  }, [name, text]);
}

/**
 * Answers the three questions of the blank page, as far as an answer is given; what is not asked for stays as it is offered.
 * Begins at the start and ends where the rehearsal begins.
 */
export async function blankPlan(page, { kind, people, sector, site, measure, amount } = {}) {
  const choose = (name) => name && page.getByRole("radio", { name, exact: true }).check();
  await page.getByRole("link", { name: "Start from a blank page" }).click();
  await page.getByRole("heading", { level: 2, name: "What is planned?" }).waitFor();
  await choose(kind);
  if (people) await page.getByLabel("How many people it reaches").fill(people);
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("heading", { level: 2, name: "What kind of site is it?" }).waitFor();
  await choose(sector);
  await choose(site);
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("heading", { level: 2, name: "How big is it today?" }).waitFor();
  await choose(measure);
  if (amount) await page.getByLabel("How many", { exact: true }).fill(amount);
  await page.getByRole("button", { name: "Rehearse it" }).click();
}
