// A table of fields, moved through and pasted into like a spreadsheet.
const table = document.querySelector("[data-grid]");
const rows = table ? [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("td > :is(input, select)")]) : [];
const place = (cell) => {
  const y = rows.findIndex((row) => row.includes(cell));
  return y < 0 ? null : [y, rows[y].indexOf(cell)];
};
const undone = [];
const value = (cell) => (cell.type === "checkbox" ? (cell.checked ? "yes" : "") : cell.value);
const put = (cell, text) => {
  if (cell.type === "checkbox") cell.checked = /^(yes|true|1|on|x)$/i.test(text.trim());
  else if (cell.tagName === "SELECT") {
    const wanted = text.trim().toLowerCase();
    const option = [...cell.options].find((one) => one.value.toLowerCase() === wanted || one.text.toLowerCase() === wanted);
    if (!option) { cell.title = `“${text}” is none of the choices`; return; }
    cell.value = option.value;
  } else cell.value = text;
  cell.dispatchEvent(new Event("input", { bubbles: true }));
  cell.dispatchEvent(new Event("change", { bubbles: true }));
};

table?.addEventListener("keydown", (event) => {
  const at = place(event.target);
  if (!at) return;
  const [y, x] = at;
  const field = event.target;
  const within = field.tagName === "INPUT" && field.type !== "checkbox";
  const atStart = !within || (field.selectionStart === 0 && field.selectionEnd === field.value.length) || field.selectionEnd === 0;
  const atEnd = !within || (field.selectionStart === 0 && field.selectionEnd === field.value.length) || field.selectionStart === field.value.length;
  const select = field.tagName === "SELECT";
  let next = null;
  if (event.key === "Enter") next = rows[y + (event.shiftKey ? -1 : 1)]?.[x];
  else if (event.key === "ArrowDown" && (!select || event.ctrlKey)) next = rows[y + 1]?.[x];
  else if (event.key === "ArrowUp" && (!select || event.ctrlKey)) next = rows[y - 1]?.[x];
  else if (event.key === "ArrowRight" && atEnd && !event.shiftKey) next = rows[y][x + 1];
  else if (event.key === "ArrowLeft" && atStart && !event.shiftKey) next = rows[y][x - 1];
  else if (event.key === "d" && (event.ctrlKey || event.metaKey) && rows[y - 1]) {
    event.preventDefault();
    undone.push([[field, value(field)]]);
    put(field, value(rows[y - 1][x]));
    return;
  } else if (event.key === "z" && (event.ctrlKey || event.metaKey) && undone.length) {
    event.preventDefault();
    for (const [cell, old] of undone.pop()) put(cell, old);
    return;
  }
  if (event.key === "Enter") event.preventDefault();
  if (next) { event.preventDefault(); next.focus(); next.select?.(); }
});

table?.addEventListener("paste", (event) => {
  const at = place(event.target);
  const text = event.clipboardData.getData("text/plain");
  if (!at || !/[\t\n]/.test(text.trimEnd())) return;
  event.preventDefault();
  const step = [];
  text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").forEach((line, down) => {
    line.split("\t").forEach((cellText, right) => {
      const cell = rows[at[0] + down]?.[at[1] + right];
      if (!cell) return;
      step.push([cell, value(cell)]);
      put(cell, cellText);
    });
  });
  undone.push(step);
});
