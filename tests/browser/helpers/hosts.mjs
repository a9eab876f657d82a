// Pages that hold Onrush in a frame, with the restrictions of wikis and portals as we know them. They are rebuilt here, from what these
// products document; the products themselves are not run. A page is on `localhost`, Onrush on 127.0.0.1: another site.

import { createServer } from "node:http";

/**
 * What a host does to a frame. `body(onrush)` is its page, with Onrush at the address `onrush`; `policy(origin)` its
 * Content-Security-Policy; `fixed` the height that a frame has for good; `lazy` says that the frame is far below.
 */
export const HOSTS = [
  {
    // The iframe macro takes an address, a width and a height; pages have no scripts of their own.
    name: "Confluence",
    policy: (origin) => `default-src 'none'; style-src 'self'; frame-src ${origin}`,
    body: (onrush) => `<iframe src="${onrush}?embed=1#story=mole-app&amp;seed=1" name="Onrush" title="Onrush" width="700"
      height="500" frameborder="0" scrolling="auto"></iframe>`,
    fixed: 500,
  },
  {
    // Frames come by an extension or a widget only, best with a sandbox that allows scripts and nothing else; strict policy.
    name: "MediaWiki",
    policy: (origin) => `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src ${origin}`,
    body: (onrush) => `<div class="mw-parser-output"><iframe src="${onrush}?embed=1#story=mole-app&amp;seed=1&amp;lang=en"
      title="Onrush" width="100%" height="600" sandbox="allow-scripts" loading="lazy"></iframe></div>`,
    fixed: 600,
  },
  {
    // The Embed web part takes a whole iframe from allowed sites, and adds a sandbox of its own.
    name: "SharePoint",
    policy: (origin) => `default-src 'none'; style-src 'self'; frame-src ${origin} https://*.sharepoint.com`,
    body: (onrush) => `<div class="CanvasZone"><iframe src="${onrush}?embed=1#story=mole-app&amp;seed=1" title="Onrush"
      width="640" height="360" sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-forms
      allow-presentation allow-storage-access-by-user-activation" referrerpolicy="no-referrer"></iframe></div>`,
    fixed: 360,
  },
  {
    // An embed block takes an address; it loads when it is scrolled to, and is as high as the author has drawn it.
    name: "Notion",
    policy: (origin) => `default-src 'none'; style-src 'self'; frame-src ${origin}`,
    // (An editor of addresses writes commas and colons as signs.)
    body: (onrush) => `${"<p>Text above the block.</p>".repeat(200)}<iframe src="${onrush}?embed=1#story=mole-app&amp;seed=1&amp;show=answer%2Cpeople&amp;at=21%3A28"
      title="Onrush" loading="lazy" width="600" height="400" allowfullscreen
      sandbox="allow-scripts allow-popups allow-top-navigation-by-user-activation allow-forms allow-same-origin
      allow-storage-access-by-user-activation"></iframe>`,
    fixed: 400,
    lazy: true,
  },
  {
    // A wiki page of GitLab has no frames; GitLab Pages are any HTML: there the element works, under a strict policy.
    name: "GitLab Pages",
    policy: (origin) => `default-src 'none'; script-src ${origin}; frame-src ${origin}`,
    body: (onrush) => `<script src="${onrush}embed.js" async></script>
      <onrush-rehearsal story="mole-app" seed="1" name="Onrush" locked></onrush-rehearsal>`,
  },
];

/**
 * Serves pages by path on `localhost`: `pages` are `[{ path, html, policy }]`. Every page has a link before and one behind its
 * content, for keyboards.
 */
export async function servePages(pages) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const page = pages.find(({ path }) => path === pathname);
    if (!page) {
      response.writeHead(pathname === "/favicon.ico" ? 204 : 404).end();
      return;
    }
    response.writeHead(200, {
      "content-type": page.type ?? "text/html; charset=utf-8",
      ...(page.policy && { "content-security-policy": page.policy }),
    });
    response.end(
      page.type
        ? page.html
        : `<!doctype html><html lang="en"><title>A wiki</title><a href="#before" id="before">Before</a>${page.html}<a href="#behind" id="behind">Behind</a></html>`,
    );
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "localhost", resolve);
  });
  return {
    origin: `http://localhost:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** The pages of all hosts, for Onrush at `url`. */
export function hostPages({ url, origin }) {
  return HOSTS.map((host) => ({
    path: `/${host.name.replace(" ", "-").toLowerCase()}`,
    html: host.body(url),
    policy: host.policy(origin),
  }));
}

/** Runs in a frame before anything of it: what is stored cannot be reached, as where a browser blocks it for frames of other sites. */
export function blockStorage() {
  if (globalThis.parent === globalThis) return;
  for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
    Object.defineProperty(globalThis, name, {
      get() {
        throw new DOMException("The operation is insecure.", "SecurityError");
      },
    });
  }
}
