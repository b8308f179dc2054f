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

// What could show the focus: the element, and around an element too small to see its label, what follows and its parent.
const carriers = (element) => {
  const { width, height } = element.getBoundingClientRect();
  const tiny = width < 4 || height < 4 || Number(getComputedStyle(element).opacity) === 0;
  return tiny ? [...(element.labels ?? []), element.nextElementSibling, element.parentElement].filter(Boolean) : [element];
};

const ring = (element) => {
  const style = getComputedStyle(element);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const clear = /rgba\(.*, 0\)|transparent/.test(style.outlineColor);
  return { outlined: outlined && !clear, shadow: style.boxShadow };
};

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
    for (const carrier of carriers(element)) walk.resting.set(carrier, ring(carrier));
  }
  return stops.map((element) => ({ id: idOf(element), name: describe(element) }));
};

// Whether some part of what has the focus is on the screen and in front.
const isInSight = (element) =>
  [element, ...(element.labels ?? [])].some((part) =>
    [...part.getClientRects()].some((box) => {
      const points = [[0.5, 0.5], [0.05, 0.1], [0.95, 0.1], [0.05, 0.9], [0.95, 0.9]];
      return points.some(([across, down]) => {
        const hit = document.elementFromPoint(box.x + box.width * across, box.y + box.height * down);
        return hit && (part.contains(hit) || hit.contains(part) && carriers(element).includes(hit));
      });
    }),
  );

const look = () => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const shown = carriers(element).some((carrier) => {
    const now = ring(carrier);
    return now.outlined || now.shadow !== (walk.resting.get(carrier)?.shadow ?? "none");
  });
  // Dates and times have stops of their own for day, month and year.
  const parts = element.matches("input:is([type=date], [type=time], [type=datetime-local], [type=month], [type=week])");
  return { id: idOf(element), name: describe(element), shown, inSight: isInSight(element), parts };
};
