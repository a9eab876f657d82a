// What the page's main thread does, from the browser's own trace. Times are of the thread's clock: the processor's, which stands
// still while another program has it.

import { browser } from "./browser.mjs";

/**
 * Records what happens on the main thread while `use` runs.
 *
 * @returns {Promise<{marks: {name: string, cpu: number}[], times: (pick: (event: object) => boolean) => number[]}>}
 *   `marks`: those of `console.timeStamp`, in order, by the thread's clock in milliseconds; `times`: the processor's milliseconds in
 *   each event that is picked
 */
export async function traced(page, use) {
  const chromium = await browser();
  await chromium.startTracing(page, { categories: ["devtools.timeline"] });
  let recorded;
  try {
    await use();
  } finally {
    recorded = await chromium.stopTracing();
  }
  const { traceEvents } = JSON.parse(recorded.toString());
  const stamps = traceEvents.filter(({ name }) => name === "TimeStamp").sort((a, b) => a.ts - b.ts);
  const of = (event) => event.pid === stamps[0]?.pid && event.tid === stamps[0]?.tid;
  const main = traceEvents.filter((event) => event.ph === "X" && of(event));
  return {
    marks: stamps.filter(of).map(({ args, tts }) => ({ name: args.data.message, cpu: tts / 1000 })),
    times: (pick) => main.filter(pick).map(({ tdur }) => (tdur ?? 0) / 1000),
  };
}

/** The processor's milliseconds from each mark `from` to the next mark `to`. */
export function between(marks, from, to) {
  const times = [];
  let begun;
  for (const { name, cpu } of marks) {
    if (name === from) begun = cpu;
    else if (name === to && begun !== undefined) {
      times.push(cpu - begun);
      begun = undefined;
    }
  }
  return times;
}

/** The value below which that share of `values` lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
