// Stands in for k6's own modules, so that Node can run a generated script: requests are counted and time is only reckoned.

/** What the script has asked for, and the clock; a test empties it. */
export const world = { now: 0, asked: [], status: () => 200 };

const stubs = {
  'k6/http': `
    import { world } from '${import.meta.url}';
    const ask = (url, parameters) => {
      const status = world.status(url);
      world.asked.push({ at: world.now, url, parameters, status });
      return { status };
    };
    export default {
      get: (url, parameters) => ask(url, parameters),
      batch: (list) => list.map(([method, url, body, parameters]) => {
        if (method !== 'GET' || body !== null) throw new Error('an unexpected request');
        return ask(url, parameters);
      }),
    };`,
  'k6/execution': `
    import { world } from '${import.meta.url}';
    export default { instance: { get currentTestRunDuration() { return world.now * 1000; } } };`,
  k6: `
    import { world } from '${import.meta.url}';
    export const sleep = (seconds) => {
      if (!(seconds >= 0)) throw new Error('slept for ' + seconds);
      world.now += seconds;
    };
    export const check = (value, checks) => Object.values(checks).every((holds) => holds(value));`,
};

/** Node's hook for finding modules. */
export async function resolve(name, context, next) {
  if (Object.hasOwn(stubs, name)) {
    return { url: `data:text/javascript,${encodeURIComponent(stubs[name])}`, shortCircuit: true };
  }
  return next(name, context);
}
