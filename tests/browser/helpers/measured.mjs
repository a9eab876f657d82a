// What really happened on the evening of the toy shop: an export of an analytics tool and an access log, made up by a rule.

export const two = (n) => String(n).padStart(2, "0");
/** Minutes after the plan's beginning at 19:15, as hours and minutes. */
export const clock = (minute) => [Math.floor((19 * 60 + 15 + minute) / 60), (19 * 60 + 15 + minute) % 60];
/** The visits of a minute: a rush from 20:12 on, twelve minutes later than the offer of the plan, and an even rest after it. */
export const visits = (minute) => Math.round(60 + (minute >= 57 ? 300 + 4000 * Math.exp(-(minute - 57) / 4) : 0));

/** An export of an analytics tool with its comments and its line of totals, and a line that cannot be read. */
export const EXPORT = [
  "# ----------------------------------------", "# Free form 1", "# 20181214-20181214", "# ----------------------------------------", "",
  "Date hour and minute (YYYYMMDDHHMM),Sessions", ",60000,Grand total",
  ...Array.from({ length: 180 }, (_, m) => `20181214${clock(m).map(two).join("")},${visits(m)}`),
  "soon,12",
].join("\n");

/** A file as a person chooses it. */
export const asFile = (name, text) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
