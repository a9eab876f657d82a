// Puts Onrush into a page: <onrush-rehearsal story="mole-app"></onrush-rehearsal>. One line in the page:
//
//     <script src="https://onrush.example.com/embed.js" async></script>
//
// Attributes, all optional but one of `story` and `plan` (docs/embedding.md lists what each may be):
//
//   story, plan       which one; `plan` is the code behind `p=` in a link
//   seed show theme lang at play step edit
//                     what the frame shows, as in its address
//   height            height in pixels until the frame has told its own; and for good where `fixed` is there too
//   name              how the frame is called for screen readers
//   locked            the frame may run scripts and nothing else; `locked="links"`: and open the whole page in a tab
//   src               where Onrush is, if not beside this script
//
// Frame and page talk in messages, version 1: see docs/embedding.md. What comes is taken from our own frame only, whatever origin it
// says it has: in a sandbox that is "null". Nothing here needs inline scripts or styles, and nothing is asked of other origins.

(() => {
  "use strict";

  const VERSION = 1;
  const TALLEST_PX = 20_000;
  const ASKED = ["story", "seed", "show", "theme", "lang", "at", "play", "step", "edit"];
  const OURS = [...ASKED, "plan", "height", "fixed", "name", "locked", "src"];
  const FIRST_PX = 640;

  // Known only while this script runs for the first time.
  const beside = document.currentScript?.src ? new URL(".", document.currentScript.src).href : undefined;

  /** Our elements in the page, for messages. */
  const here = new Set();

  class OnrushRehearsal extends HTMLElement {
    static observedAttributes = OURS;

    #frame;
    #shown;
    #changed = new Set();

    connectedCallback() {
      here.add(this);
      this.#make();
    }

    disconnectedCallback() {
      here.delete(this);
      this.#frame?.remove();
      this.#frame = undefined;
    }

    attributeChangedCallback(name, before, after) {
      if (!this.#frame || before === after) return;
      // Several attributes in a row make one change.
      if (this.#changed.size === 0) {
        queueMicrotask(() => {
          if (this.#frame) this.#follow();
          this.#changed.clear();
        });
      }
      this.#changed.add(name);
    }

    /** The address of the frame. What is asked for stands behind `#`, which no server gets to see. */
    get address() {
      const base = this.getAttribute("src") || beside;
      const address = new URL(base ?? "./", document.baseURI);
      address.search = "?embed=1";
      const parts = ASKED.filter((name) => this.hasAttribute(name)).map(
        (name) => `${name}=${encodeURIComponent(this.getAttribute(name))}`,
      );
      if (this.hasAttribute("plan")) parts.unshift(`p=${encodeURIComponent(this.getAttribute("plan"))}`);
      address.hash = parts.join("&");
      return address.href;
    }

    #make() {
      const frame = document.createElement("iframe");
      frame.title = this.getAttribute("name") || "Onrush";
      frame.loading = "lazy";
      frame.setAttribute("allow", "clipboard-write");
      if (this.hasAttribute("locked")) {
        const links = this.getAttribute("locked") === "links" ? " allow-popups allow-popups-to-escape-sandbox" : "";
        frame.setAttribute("sandbox", `allow-scripts${links}`);
      }
      // Through the object model, which strict policies allow; a style attribute they do not.
      frame.style.display = "block";
      frame.style.width = "100%";
      frame.style.border = "0";
      frame.style.height = `${this.#height(this.getAttribute("height")) ?? FIRST_PX}px`;
      this.#shown = this.address;
      frame.src = this.#shown;
      frame.addEventListener("load", () => {
        // It may have told its height before anybody listened.
        frame.contentWindow?.postMessage({ onrush: VERSION, ask: "height" }, "*");
      });
      this.#frame = frame;
      this.replaceChildren(frame);
      // Frameworks move elements about before they style them.
      if (!this.style.display) this.style.display = "block";
    }

    #follow() {
      if (["locked", "src"].some((name) => this.#changed.has(name))) {
        this.#make();
        return;
      }
      this.#frame.title = this.getAttribute("name") || "Onrush";
      if (this.address === this.#shown) return;
      this.#shown = this.address;
      // Only what stands behind `#` is another: the program stays, and the history of the page too.
      this.#frame.contentWindow?.location.replace(this.#shown);
    }

    #height(told) {
      const height = Number(told);
      return told !== null && Number.isFinite(height) && height > 0 ? Math.min(Math.ceil(height), TALLEST_PX) : undefined;
    }

    /** Takes a message, if it is our frame's. */
    hear(source, data) {
      if (!this.#frame || source !== this.#frame.contentWindow) return false;
      if (data?.onrush === VERSION && data.event === "height" && !this.hasAttribute("fixed")) {
        const height = typeof data.height === "number" ? this.#height(data.height) : undefined;
        if (height) this.#frame.style.height = `${height}px`;
      }
      return true;
    }
  }

  addEventListener("message", ({ source, data }) => {
    if (!source || typeof data !== "object" || data === null) return;
    for (const element of here) if (element.hear(source, data)) return;
  });

  // A page may have this script twice.
  if (!customElements.get("onrush-rehearsal")) customElements.define("onrush-rehearsal", OnrushRehearsal);
})();
