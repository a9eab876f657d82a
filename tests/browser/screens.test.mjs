// For everybody, beyond the views: what opens over a plan, what is asked of it and laid over it, the workshop, frames.

import { after } from "node:test";

import { closeBrowser } from "./helpers/browser.mjs";
import { everywhere } from "./helpers/everywhere.mjs";
import { MORE } from "./helpers/screens.mjs";

after(closeBrowser);

for (const view of MORE) everywhere(view);
