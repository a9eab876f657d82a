// What holds for the page whatever it shows: it starts, and it can start workers (the contract in web/boot.js).

/** The app has taken the place of the first screen. Works on a page and on a frame. */
export async function opened(frame) {
  await frame.locator("#loading").waitFor({ state: "detached" });
  await frame.getByRole("heading", { level: 1 }).first().waitFor();
}

/**
 * Runs in the page: starts a worker, waits until the program in it listens, and ends it. Gives the names in its first
 * message. Needs nothing from out here, so that any driver can carry it over.
 */
export function workerListens() {
  return new Promise((resolve, reject) => {
    const ask = () => {
      const worker = globalThis.onrushBoot.worker(ask, (why) => reject(new Error(why)));
      if (!worker) return;
      worker.onmessage = ({ data }) => {
        worker.terminate();
        resolve(Object.keys(data));
      };
      worker.onerror = (event) => reject(new Error(event.message));
    };
    ask();
  });
}
