// Forms of the desk, better than they are without a script: rows move in place, pickers find while you type, what rules say
// appears beside the field, and what is typed is kept.
const form = document.querySelector("form[data-desk]");
const wait = (work, time) => {
  let timer;
  return (...args) => { clearTimeout(timer); timer = setTimeout(() => work(...args), time); };
};
const body = (extra = {}) => new URLSearchParams([...new FormData(form), ...Object.entries(extra)]);
const send = (path, data) => fetch(path, { method: "POST", body: data, headers: { "X-Desk": "1" } });

// Rows: the server answers with the whole form; only what changed on the page is what the button did.
let busy = false;
async function act(button) {
  if (busy) return;
  busy = true;
  form.inert = true;
  try { await change(button); } finally { busy = false; form.inert = false; }
  const wanted = form.querySelector("[data-next]");
  wanted?.removeAttribute("data-next");
  wanted?.focus({ preventScroll: true });
}

async function change(button) {
  const top = button.getBoundingClientRect().top;
  const answer = await send(form.action, body({ [button.name]: button.value }));
  if (!answer.ok && answer.status !== 422) { button.form.requestSubmit(button); return; }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("form[data-desk]");
  if (!fresh) { location.reload(); return; }
  form.replaceChildren(...fresh.childNodes);
  start();
  const row = fresh.dataset.focus && document.getElementById(fresh.dataset.focus);
  const same = form.querySelector(`button[value="${CSS.escape(button.value)}"]:not(:disabled)`);
  const target = button.value.startsWith("add:") ? row?.querySelector("input:not([type=hidden]), textarea, select")
    : same || row?.querySelector(".tool:not(:disabled)");
  target?.setAttribute("data-next", "");
  if (button.value.startsWith("add:")) row?.scrollIntoView({ block: "nearest" });
  else if (target) scrollBy(0, target.getBoundingClientRect().top - top);
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

// Pickers: an ARIA combobox over the plain field.
function picker(box) {
  const [field, id, was] = box.querySelectorAll("input");
  const list = document.createElement("ul");
  list.className = "pick-list";
  list.id = `${field.id}-list`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels?.[0]?.textContent || "Found");
  box.append(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
  let at = -1;
  let found = [];
  const close = () => { list.hidden = true; at = -1; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };
  const mark = (place) => {
    at = place;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    if (list.children[at]) { field.setAttribute("aria-activedescendant", list.children[at].id); list.children[at].scrollIntoView({ block: "nearest" }); }
  };
  const take = (place) => {
    const item = found[place];
    if (!item) return;
    field.value = item.title; id.value = item.id; was.value = item.title;
    close();
    const alt = box.dataset.pick === "picture" && document.getElementById(field.id.replace(/media_id$/, "alt"));
    if (alt && !alt.value && item.alt) alt.value = item.alt;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const search = wait(async () => {
    const kind = box.dataset.pick;
    const path = kind === "picture" ? "/admin/media.json?" : `/admin/pick.json?kind=${kind}&`;
    const answer = await fetch(`${path}q=${encodeURIComponent(field.value)}`);
    if (!answer.ok || document.activeElement !== field) return;
    const said = await answer.json();
    found = (said.items ?? said).map((item) => ({ ...item, title: item.title ?? item.name }));
    list.replaceChildren(...found.map((item, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      if (item.thumbnail) { const picture = new Image(); picture.src = item.thumbnail; picture.alt = ""; option.append(picture); }
      option.append(item.title);
      if (item.slug) { const slug = document.createElement("span"); slug.className = "fine"; slug.textContent = item.slug; option.append(slug); }
      option.addEventListener("mousedown", (event) => { event.preventDefault(); take(index); });
      return option;
    }));
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    at = -1;
  }, 120);
  field.addEventListener("input", (event) => { if (event.isTrusted) search(); });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); if (list.hidden) search(); else mark(Math.min(at + 1, found.length - 1)); }
    else if (event.key === "ArrowUp" && !list.hidden) { event.preventDefault(); mark(Math.max(at - 1, 0)); }
    else if (event.key === "Enter" && !list.hidden && at >= 0) { event.preventDefault(); take(at); }
    else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); event.stopPropagation(); close(); }
  });
}

// What rules say while somebody writes.
let asked = 0;
const judge = wait(async () => {
  const mine = ++asked;
  const answer = await send(`${form.action}/findings`, body());
  if (!answer.ok || mine !== asked) return;
  const { findings } = await answer.json();
  for (const place of form.querySelectorAll("[data-findings]")) {
    const html = findings[place.dataset.findings] ?? "";
    if (place.dataset.shown === html) continue;
    place.dataset.shown = html;
    const parsed = new DOMParser().parseFromString(html, "text/html");
    place.replaceChildren(...parsed.body.childNodes);
    place.closest(".field")?.classList.toggle("has-finding", Boolean(html));
  }
}, 500);

// What is typed is kept on the server, so that a closed laptop loses some seconds at most.
let typed = false;
let leaving = false;
let kept = Date.now();
const keepNow = async () => {
  if (!typed || leaving) return;
  typed = false;
  kept = Date.now();
  const answer = await send(`${form.action}/keep`, body()).catch(() => null);
  if (!answer?.ok) typed = true;
  const state = form.querySelector("[data-guard-state]");
  if (state) state.title = answer?.ok ? `Kept at ${new Date().toLocaleTimeString()}` : "Not kept: the server can't be reached; it is tried again";
  if (!answer?.ok) setTimeout(keepNow, 5000);
};
const keepSoon = wait(keepNow, 2000);
// Who types without a pause is kept all the same.
const keep = () => { if (Date.now() - kept > 5000) keepNow(); else keepSoon(); };

function start() {
  form.querySelectorAll("[data-pick]").forEach(picker);
  form.querySelectorAll("[data-findings]").forEach((place) => { place.setAttribute("aria-live", "polite"); });
}

if (form) {
  start();
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name='do']");
    if (!button || !/^(add|remove|up|down|in|out|take):/.test(button.value)) return;
    event.preventDefault();
    act(button);
  });
  form.addEventListener("input", () => { typed = true; judge(); keep(); });
  form.addEventListener("submit", () => { leaving = true; });
  addEventListener("pagehide", () => { if (typed && !leaving) navigator.sendBeacon(`${form.action}/keep`, body()); });
  const focus = form.dataset.focus && document.getElementById(form.dataset.focus);
  focus?.scrollIntoView({ block: "center" });
  focus?.querySelector("input:not([type=hidden]), textarea, select")?.focus({ preventScroll: true });
}
// Schedules are named in the person's own time zone unless they choose another.
for (const zone of document.querySelectorAll("[data-zone]")) {
  zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || zone.value;
}
