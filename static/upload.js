// Pictures are sent one by one, with progress, by drop or picker. Without this script the form sends them all at once.
const form = document.querySelector("form[data-upload]");

if (form) {
  const input = form.querySelector("input[type='file']");
  const drop = form.querySelector("[data-drop]");
  const list = form.querySelector("[data-upload-list]");
  const button = form.querySelector("[type='submit']");
  const most = Number(form.dataset.maxBytes);
  const lastWord = "try again, and if it stays so, tell an administrator";
  let busy = false;

  const row = (file) => {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const bar = document.createElement("progress");
    const state = document.createElement("span");
    name.textContent = file.name;
    name.className = "upload-name";
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `Progress of ${file.name}`);
    state.className = "upload-state";
    state.textContent = "waits";
    item.append(name, bar, state);
    list.append(item);
    return { bar, say: (text, kind) => { state.textContent = text; item.dataset.kind = kind || ""; } };
  };

  const answer = (request) => {
    let body = {};
    try { body = JSON.parse(request.responseText); } catch { /* no JSON: signed out, or a proxy's page */ }
    const refused = body.refused?.[0]?.problem || (request.status >= 400 && body.detail);
    if (body.stored?.length) return { stored: body.stored[0] };
    return { problem: refused || (request.status === 413 ? "is too large" : `could not be stored: ${lastWord}`) };
  };

  const send = (file, line) => new Promise((done) => {
    if (file.size > most) return done({ problem: `is larger than ${most / 1048576} MB: save it smaller` });
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("csrf", form.elements.csrf.value);
    body.append("files", file, file.name);
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      line.bar.value = event.loaded / event.total;
      line.say(event.loaded < event.total ? "is sent" : "is made ready");
    });
    request.addEventListener("load", () => done(answer(request)));
    for (const name of ["error", "abort", "timeout"]) {
      request.addEventListener(name, () => done({ problem: `did not arrive: ${lastWord}` }));
    }
    request.open("POST", form.dataset.upload);
    request.setRequestHeader("X-CSRF-Token", form.elements.csrf.value);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  });

  const upload = async (files) => {
    if (busy || !files.length) return;
    busy = true;
    button.disabled = true;
    list.replaceChildren();
    const lines = [...files].map((file) => [file, row(file)]);
    const stored = [];
    let refused = 0;
    for (const [file, line] of lines) {
      line.say("is sent");
      const { stored: picture, problem } = await send(file, line);
      line.bar.value = 1;
      if (picture) {
        stored.push(picture);
        line.say(picture.is_new ? "stored" : "was in the library before", "good");
      } else {
        refused += 1;
        line.say(problem, "bad");
      }
    }
    busy = false;
    button.disabled = false;
    input.value = "";
    if (refused) {
      if (!stored.length) return;
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = "/admin/media?done=stored";
      link.textContent = "Show the stored pictures";
      item.append(link);
      list.append(item);
    } else {
      location.assign(stored.length === 1 ? `${stored[0].path}?done=${stored[0].is_new ? "stored" : "known"}` : "/admin/media?done=stored");
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    upload(input.files);
  });
  // A file that misses the target must not replace the page.
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => event.preventDefault());
  const isOver = (over) => drop.classList.toggle("is-over", over);
  drop.addEventListener("dragenter", () => isOver(true));
  drop.addEventListener("dragover", () => isOver(true));
  drop.addEventListener("dragleave", (event) => { if (!drop.contains(event.relatedTarget)) isOver(false); });
  drop.addEventListener("drop", (event) => {
    isOver(false);
    upload(event.dataTransfer.files);
  });
}
