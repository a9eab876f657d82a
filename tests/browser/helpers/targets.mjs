// How large the things are that can be pressed.

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
