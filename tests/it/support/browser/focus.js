// Says what Tab must reach, and of each stop whether its focus can be seen. Kept between calls in `walk`.
const walk = (globalThis.walk ??= { ids: new WeakMap(), next: 0, resting: new Map() });

const idOf = (element) => {
  if (!walk.ids.has(element)) walk.ids.set(element, walk.next++);
  return walk.ids.get(element);
};

const describe = (element) => {
  const own = element.cloneNode(false).outerHTML.replace(/<\/.*$/, "").slice(0, 160);
  const text = (element.innerText ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
  return text ? `${own} “${text}”` : own;
};

const isVisible = (element) =>
  element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;

// Of a group of radio buttons Tab reaches one, the arrow keys the others.
const isRadioInGroup = (element) => {
  if (element.type !== "radio" || !element.name) return false;
  const group = [...document.getElementsByName(element.name)].filter((one) => one.form === element.form && !one.disabled);
  const stop = group.find((one) => one.checked) ?? group[0];
  return stop !== element;
};

// What could show the focus: the element, what is drawn before and after it, what it stands in such as a card, and around
// an element too small to see its label and what follows it.
const carriers = (element) => {
  const { width, height } = element.getBoundingClientRect();
  const tiny = width < 4 || height < 4 || Number(getComputedStyle(element).opacity) === 0;
  const around = [element.parentElement, element.parentElement?.parentElement, element.closest("li, td, article")];
  return [element, ...around, ...(tiny ? [...(element.labels ?? []), element.nextElementSibling] : [])].filter(Boolean);
};

const rings = (element) =>
  [null, "::before", "::after"].map((pseudo) => {
    const style = getComputedStyle(element, pseudo);
    const clear = /rgba\(.*, 0\)|transparent/.test(style.outlineColor);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 && !clear;
    return `${outlined ? style.outline : ""} ${style.boxShadow}`;
  }).join();

const collect = () => {
  // Tab begins at the top again, wherever the focus was.
  document.activeElement?.blur();
  document.body.tabIndex = -1;
  document.body.focus({ preventScroll: true });
  document.body.removeAttribute("tabindex");
  const css = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const stops = [...document.querySelectorAll(css)].filter(
    (element) => !element.matches(":disabled, [tabindex^='-'], [inert], [inert] *") && isVisible(element) && !isRadioInGroup(element),
  );
  for (const element of stops) {
    for (const carrier of carriers(element)) walk.resting.set(carrier, rings(carrier));
  }
  return stops.map((element) => ({ id: idOf(element), name: describe(element) }));
};

// Whether some part of what has the focus is on the screen and in front.
const isInSight = (element) =>
  [element, ...(element.labels ?? [])].some((part) =>
    [...part.getClientRects()].some((box) => {
      const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
      const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
      const points = [[0.5, 0.5], [0.05, 0.1], [0.95, 0.1], [0.05, 0.9], [0.95, 0.9]];
      return points.some(([across, down]) => {
        const hit = document.elementFromPoint(left + (right - left) * across, top + (bottom - top) * down);
        return hit && (part.contains(hit) || (hit.contains(part) && hit === element.parentElement));
      });
    }),
  );

const look = () => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  // Dates and times have stops of their own for day, month and year, and a button whose ring the browser draws.
  const parts = element.matches("input:is([type=date], [type=time], [type=datetime-local], [type=month], [type=week])");
  const drawnByBrowser = parts && !element.matches(":focus");
  const changed = (carrier) => {
    const [now, before] = [rings(carrier), walk.resting.get(carrier)];
    return before === undefined ? carrier === element && getComputedStyle(element).outlineStyle !== "none" : now !== before;
  };
  const shown = drawnByBrowser || carriers(element).some(changed);
  return { id: idOf(element), name: describe(element), shown, inSight: isInSight(element), parts };
};
