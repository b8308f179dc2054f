// Small conveniences; every page works without them.
const all = (selector) => [...document.querySelectorAll(selector)];
const one = (selector) => document.querySelector(selector);

// Browsers that cannot show a closed <details> by style get the filters opened where there is room.
const filters = one(".filters");
if (filters && !CSS.supports("selector(::details-content)")) filters.open = innerWidth >= 900;

// An open chip closes on Escape and on a click elsewhere.
if (one(".chip")) {
  document.addEventListener("click", ({ target }) => {
    for (const chip of all(".chip[open]")) if (!chip.contains(target)) chip.open = false;
  });
  document.addEventListener("keydown", ({ key }) => {
    const chip = key === "Escape" && one(".chip[open]");
    if (chip) { chip.open = false; chip.firstElementChild.focus(); }
  });
}

// The link of the section being read is marked.
const links = all(".section-links a, .article-contents a");
const targets = links.map((link) => document.getElementById(link.hash.slice(1)));
const mark = () => {
  const at = targets.findLastIndex((target) => target?.getBoundingClientRect().top < innerHeight * 0.35);
  links.forEach((link, i) => {
    if (i !== at) return link.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    const row = link.closest(".section-links");
    if (row) row.scrollLeft = link.offsetLeft - 48;
  });
};
const watch = new IntersectionObserver(mark, { rootMargin: "0px 0px -65% 0px", threshold: [0, 1] });
for (const target of targets) if (target) watch.observe(target);

// The bar with the price stays away while the price itself is on the screen.
const bar = one(".buy-bar"), box = one(".buy-box");
if (bar && box) new IntersectionObserver(([entry]) => bar.classList.toggle("is-away", entry.isIntersecting)).observe(box);
