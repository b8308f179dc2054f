// Forms with data-guard say what changed, ask before it is lost, and save on Ctrl+S or Cmd+S.
const nameOf = (field) => field.getAttribute("aria-label") || field.labels?.[0]?.textContent.trim() || field.name;
const initial = (field) => {
  if (field.type === "checkbox" || field.type === "radio") return field.defaultChecked;
  if (field.tagName !== "SELECT") return field.defaultValue.replace(/\r\n?/g, "\n");
  const options = [...field.options];
  const chosen = options.filter((option) => option.defaultSelected);
  return (chosen.length ? chosen : options.slice(0, 1)).map((option) => option.value).join("\n");
};
const current = (field) => {
  if (field.type === "checkbox" || field.type === "radio") return field.checked;
  return field.tagName === "SELECT" ? [...field.selectedOptions].map((option) => option.value).join("\n") : field.value;
};

for (const form of document.querySelectorAll("form[data-guard]")) {
  const state = form.querySelector("[data-guard-state]");
  const untouched = state?.textContent;
  // After a refusal the fields hold what was typed, which is not saved either.
  const refused = "dirty" in form.dataset || Boolean(form.querySelector(".has-problem, [aria-invalid='true']"));
  let dirty = refused;
  let submitting = false;

  const check = () => {
    const names = [];
    for (const field of form.elements) {
      if (!field.name || field.type === "hidden" || field.type === "submit") continue;
      const changed = initial(field) !== current(field);
      (field.closest(".field") || field).classList.toggle("is-changed", changed);
      if (changed) names.push(nameOf(field));
    }
    dirty = refused || names.length > 0;
    if (!state) return;
    state.classList.toggle("has-changes", dirty);
    if (names.length) {
      const more = names.length - 3;
      state.textContent = `Changed, not saved: ${names.slice(0, 3).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
    } else {
      state.textContent = refused ? "Not saved: some fields need another look" : untouched;
    }
  };

  state?.setAttribute("aria-live", "polite");
  form.addEventListener("input", check);
  form.addEventListener("change", check);
  form.addEventListener("reset", () => setTimeout(check));
  form.addEventListener("submit", () => { submitting = true; });
  addEventListener("pageshow", () => { submitting = false; check(); });
  addEventListener("beforeunload", (event) => { if (dirty && !submitting) event.preventDefault(); });
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    const save = form.querySelector("[data-save]");
    if (save && !submitting) form.requestSubmit(save);
  });
  check();
}

// The first field that was refused gets the focus.
document.querySelector(".has-problem :is(input, textarea, select), [aria-invalid='true']")?.focus();

// Progress of a job: looked at every second, and the whole page once it is over.
const live = async () => {
  const shown = document.querySelector("[data-live]");
  if (!shown) return;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-live]");
    if (now) {
      // The bar and the figure change in place: the link keeps its focus.
      shown.querySelector("progress").value = now.querySelector("progress").value;
      shown.querySelector("p").firstChild.data = now.querySelector("p").firstChild.data;
    } else {
      document.getElementById("main").replaceWith(page.getElementById("main"));
    }
  }
  setTimeout(live, 1000);
};
setTimeout(live, 1000);
