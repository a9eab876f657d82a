// How large the things are that can be pressed, and whether everything is in sight.

/**
 * What can be pressed and is smaller than `least` CSS pixels in either direction.
 *
 * As WCAG 2.2 (2.5.8) has it: links within a sentence are as large as their line; what a label belongs to is as large as
 * the label.
 */
export function tooSmall(page, least) {
  return page.evaluate((least) => {
    const found = [];
    const pressed = "a[href], button, input, select, textarea, summary, [role=button], [role=slider], [role=switch], [tabindex='0']";
    for (const element of document.querySelectorAll(pressed)) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.disabled) continue;
      // What is hidden from eyes only has something visible that stands for it, or is shown with the focus.
      const own = element.getBoundingClientRect();
      const line = element.parentElement.textContent.trim() !== element.textContent.trim();
      if (line && (getComputedStyle(element).display === "inline" || element.matches(".term"))) continue;
      const label = element.matches("input") && (element.labels?.[0] ?? element.closest("label"));
      const covers = label ? label.getBoundingClientRect() : own;
      const width = Math.max(own.width, covers.width);
      const height = Math.max(own.height, covers.height);
      if (own.width <= 1 && !label) continue;
      if (width < least - 0.5 || height < least - 0.5) {
        const name = element.getAttribute("aria-label") ?? element.textContent.trim().slice(0, 40);
        found.push(`${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""} “${name}”: ${width.toFixed(0)} × ${height.toFixed(0)}`);
      }
    }
    return [...new Set(found)];
  }, least);
}

/** Texts that stick out of what clips them, or of the window. */
export function cutOff(page) {
  return page.evaluate(() => {
    const found = [];
    for (const element of document.querySelectorAll("#app *")) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest("svg, .visually-hidden, select")) continue;
      const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
      if (!own) continue;
      const style = getComputedStyle(element);
      // What is for screen readers alone takes no place.
      if (element.clientWidth <= 1) continue;
      const clips = /hidden|clip/.test(style.overflowX) && style.textOverflow !== "ellipsis";
      if (clips && element.scrollWidth > element.clientWidth + 1) found.push(`${element.className}: ${element.textContent.slice(0, 50)}`);
    }
    return [...new Set(found)];
  });
}

/** By how many pixels the page is wider than the window, once everything has found its place in it. */
export async function outOfSight(page) {
  // Pictures are drawn anew for a window of another size. Whatever stays too wide is told.
  const fits = () => document.documentElement.scrollWidth <= innerWidth;
  await page.waitForFunction(fits, null, { timeout: 10_000 }).catch(() => {});
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));
}
