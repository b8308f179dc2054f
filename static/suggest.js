// Fields that look for products suggest what may be meant while one types: a combobox with a list, WAI-ARIA 1.2.
const words = { ingredient: "Ingredient", topic: "Topic", brand: "Brand", category: "Category", article: "Article", protocol: "Protocol", product: "Product", query: "Search" };
let made = 0;

for (const field of document.querySelectorAll(".site-search input, .list-search input")) {
  const form = field.form;
  const market = new URL(form.action).pathname.startsWith("/eu/") ? "eu" : "us";
  const box = document.createElement("ul");
  const status = document.createElement("p");
  let options = [], at = -1, typed = "", asked, later;
  box.id = `suggestions-${made += 1}`;
  box.className = "suggestions";
  box.hidden = true;
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", "Suggestions");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  form.append(box, status);
  for (const [name, value] of Object.entries({ role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": box.id })) field.setAttribute(name, value);

  const close = () => {
    box.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (next) => {
    options[at]?.setAttribute("aria-selected", "false");
    at = next;
    const option = options[at];
    if (!option) return field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  };
  const go = (option) => location.assign(option.dataset.to);
  const option = ({ kind, label, url, products }, number) => {
    const item = document.createElement("li");
    const to = new URL(url);
    item.id = `${box.id}-${number}`;
    item.dataset.to = to.pathname + to.search;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    for (const [name, text] of [["suggestion-name", label], ["suggestion-kind", products === undefined ? words[kind] : `${words[kind]}, ${products} ${products === 1 ? "product" : "products"}`]]) {
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text;
      item.append(part, " ");
    }
    return item;
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const response = await fetch(`/api/v1/suggest?${new URLSearchParams({ q: typed, market })}`, { signal: asked.signal });
      if (!response.ok || field !== document.activeElement) return close();
      const { suggestions } = await response.json();
      options = suggestions.map(option);
      at = -1;
      box.replaceChildren(...options);
      box.hidden = options.length === 0;
      field.setAttribute("aria-expanded", String(!box.hidden));
      field.removeAttribute("aria-activedescendant");
      status.textContent = `${options.length} ${options.length === 1 ? "suggestion" : "suggestions"}`;
    } catch { /* the next letter asks again */ }
  };

  field.addEventListener("input", () => {
    typed = field.value;
    clearTimeout(later);
    if (typed.trim()) later = setTimeout(ask, 60);
    else { asked?.abort(); close(); }
  });
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && box.hidden && typed.trim() && options.length) { box.hidden = false; field.setAttribute("aria-expanded", "true"); }
    if (step && !box.hidden) {
      event.preventDefault();
      const size = options.length + 1;
      mark((at + 1 + step + size) % size - 1);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      go(options[at]);
    } else if (event.key === "Escape" && !box.hidden) {
      event.preventDefault();
      close();
    }
  });
  form.addEventListener("submit", () => { clearTimeout(later); asked?.abort(); close(); });
  field.addEventListener("blur", close);
  box.addEventListener("pointerdown", (event) => event.preventDefault());
  box.addEventListener("click", ({ target }) => { const chosen = target.closest("[role=option]"); if (chosen) go(chosen); });
}
