// Filters, order and pages of a product list change it in place. Each state keeps its own address, as without scripts.
const list = document.getElementById("list");
const status = document.createElement("p");
status.className = "visually-hidden";
status.setAttribute("role", "status");
list.after(status);
list.classList.add("is-live");
const chosen = new Set();
let asked, shown = location.pathname + location.search;

// What is chosen to be compared stays chosen on other pages of the list.
list.addEventListener("change", ({ target }) => {
  if (target.form?.id !== "compare") return;
  chosen[target.checked ? "add" : "delete"](target.value);
  limitChosen();
});
function limitChosen() {
  for (const box of list.querySelectorAll(".card-compare input")) box.disabled = chosen.size >= 6 && !box.checked;
}
function keepChosen() {
  const form = document.getElementById("compare");
  for (const slug of form ? chosen : []) {
    const box = list.querySelector(`.card-compare [value="${CSS.escape(slug)}"]`);
    if (box) { box.checked = true; continue; }
    const kept = document.createElement("input");
    Object.assign(kept, { type: "hidden", name: "p", value: slug });
    form.append(kept);
  }
  limitChosen();
}

const open = (root) => [...root.querySelectorAll("details")].map((part) => part.open);
const keyOf = (element) => element?.id || element?.dataset?.key;
const withKey = (key) => key && (document.getElementById(key) || list.querySelector(`[data-key="${CSS.escape(key)}"]`));

function swap(page) {
  const key = keyOf(document.activeElement);
  const within = list.contains(document.activeElement);
  const opened = new Map([...list.querySelectorAll(".facet")].map((facet) => [facet.ariaLabel, open(facet)]));
  const next = page.getElementById("list");
  for (const facet of next.querySelectorAll(".facet")) {
    const was = opened.get(facet.ariaLabel) || [];
    facet.querySelectorAll("details").forEach((part, i) => { part.open = was[i] ?? part.open; });
  }
  for (const part of [".filters-body", ".results"]) list.querySelector(part).replaceWith(next.querySelector(part));
  const [heading, form] = ["h1", ".list-search"].map((part) => [document, page].map((root) => root.querySelector(part)));
  heading[0].textContent = heading[1].textContent;
  for (const field of form[0].querySelectorAll("[type=hidden]")) field.remove();
  form[0].prepend(...form[1].querySelectorAll("[type=hidden]"));
  const typing = document.activeElement?.matches("input:not([type=checkbox])") && document.activeElement.value;
  if (form[0].elements.q !== document.activeElement) form[0].elements.q.value = form[1].elements.q.value;
  document.title = page.title;
  keepChosen();
  status.textContent = list.querySelector(".results-total").textContent;
  const place = withKey(key);
  if (place && typing && place.matches("input")) place.value = typing;
  if (place) place.focus({ preventScroll: true });
  else if (within) focusResults();
}

function focusResults() {
  const results = list.querySelector(".results");
  results.tabIndex = -1;
  results.focus({ preventScroll: true });
}

async function show(address, { keep = false, top = false, scroll } = {}) {
  asked?.abort();
  asked = new AbortController();
  list.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { signal: asked.signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const here = new URL(response.url).pathname === location.pathname;
    if (!response.ok || !here || !page.getElementById("list")) return location.assign(address);
    if (!keep) {
      history.replaceState({ scroll: scrollY }, "");
      history.pushState({}, "", response.url);
    }
    swap(page);
    shown = location.pathname + location.search;
    list.removeAttribute("aria-busy");
    if (top) { list.scrollIntoView(); focusResults(); }
    if (scroll !== undefined) scrollTo(0, scroll);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
}

list.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const plain = !event.defaultPrevented && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || link.origin !== location.origin || link.pathname !== location.pathname) return;
  event.preventDefault();
  show(link.href, { top: link.rel.includes("next") });
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!list.contains(form) && !form.matches(".list-search")) return;
  if (new URL(form.action).pathname !== location.pathname) return;
  event.preventDefault();
  show(`${form.action}?${new URLSearchParams(new FormData(form))}`);
});

list.addEventListener("change", ({ target }) => { if (target.id === "sort") target.form.requestSubmit(); });
addEventListener("popstate", ({ state }) => {
  // A step within the page, such as the link past the navigation, changes no list.
  if (location.pathname + location.search !== shown) show(location.href, { keep: true, scroll: state?.scroll ?? 0 });
});
