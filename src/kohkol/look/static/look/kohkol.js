/* What pages can do more with a script: copy, count, ask in a dialog, keep drafts, take pictures, shortcuts, say when
   offline. Everything works without it too. The words stand in <body data-...>, translated with the templates. */
(() => {
  "use strict";

  const words = document.body.dataset;
  const filled = (text, values) => (text ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const clock = (time) =>
    new Date(time).toLocaleString(document.documentElement.lang || "id", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

  let quiet;
  function say(text) {
    const live = document.getElementById("k-live");
    if (!live) return;
    live.textContent = text;
    clearTimeout(quiet);
    quiet = setTimeout(() => (live.textContent = ""), 5000);
  }

  /* ---- Copy: data-copy="the text" ---- */

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return say(words.copied);
    } catch {
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      say(document.execCommand("copy") ? words.copied : words.copyFailed);
      area.remove();
    }
  }

  /* ---- Counters: <textarea id="x" data-limit="500" data-counting="mastodon">, shown in [data-counter-for="x"].
     Mastodon counts every link as data-link (23 unless told), of a handle the part before its server; emoji are one. */

  const LINKS = /https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]}]/g;
  const NAMES = /(^|[^\p{L}\p{N}_/@])@([\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?)@[\p{L}\p{N}_-]+(?:[.:][\p{L}\p{N}_-]+)*/gu;
  const segments = "Segmenter" in Intl ? new Intl.Segmenter("id", { granularity: "grapheme" }) : null;
  const seen = (text) => (segments ? [...segments.segment(text)].length : [...text].length);

  function counted(field) {
    if (field.dataset.counting !== "mastodon") return seen(field.value);
    return seen(field.value.replace(LINKS, "x".repeat(Number(field.dataset.link) || 23)).replace(NAMES, "$1@$2"));
  }

  function count(field) {
    const shown = document.querySelector(`[data-counter-for="${CSS.escape(field.id)}"]`);
    if (!shown) return;
    const limit = Number(field.dataset.limit);
    const number = counted(field);
    shown.dataset.over = number > limit ? "yes" : "no";
    shown.textContent = filled(number > limit ? words.over : words.counted, { count: number, limit, over: number - limit });
  }

  /* ---- Dialogs: data-open="id" opens one, data-close closes it ---- */

  function open(id) {
    const dialog = document.getElementById(id);
    if (!dialog?.showModal) return false;
    dialog.showModal();
    return true;
  }

  /* ---- Drafts: <form data-draft="key" data-draft-url="...">. Kept on this device at every key and, where the
     form names an address, on the server at every pause. Kept until a page came that shows the form went through. ---- */

  const PREFIX = `kohkol.draft.${words.user ?? ""}.`; // on a shared computer nobody sees another's words
  const MONTH = 30 * 24 * 3600 * 1000;
  const UNKEPT = new Set(["password", "file", "hidden", "submit", "button"]);
  const kept = (form) => [...form.elements].filter((field) => field.name && !UNKEPT.has(field.type) && !field.readOnly);
  const isChoice = (field) => field.type === "checkbox" || field.type === "radio";
  const nameOf = (field) => (isChoice(field) ? `${field.name}=${field.value}` : field.name);
  const valuesOf = (form) => Object.fromEntries(kept(form).map((field) => [nameOf(field), isChoice(field) ? field.checked : field.value]));

  function load(key) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + key));
    } catch {
      return null;
    }
  }

  function store(key, draft) {
    try {
      if (draft) localStorage.setItem(PREFIX + key, JSON.stringify(draft));
      else localStorage.removeItem(PREFIX + key);
      return true;
    } catch {
      return false;
    }
  }

  function fill(form, values) {
    let changed = false;
    for (const field of kept(form)) {
      const value = values[nameOf(field)];
      const now = isChoice(field) ? field.checked : field.value;
      if (value === undefined || value === now) continue;
      changed = true;
      if (isChoice(field)) field.checked = value;
      else field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return changed;
  }

  function tell(form, text) {
    let status = form.querySelector("[data-draft-status]");
    if (!status) {
      status = Object.assign(document.createElement("p"), { className: "draft" });
      status.dataset.draftStatus = "";
      form.append(status);
    }
    status.textContent = text;
  }

  function keep(form) {
    const draft = { at: Date.now(), values: valuesOf(form), page: location.pathname, url: form.dataset.draftUrl };
    if (store(form.dataset.draft, draft)) tell(form, filled(words.kept, { at: clock(draft.at) }));
  }

  function ask(url, method, body) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
    return fetch(url, { method, body, keepalive: true, headers: token ? { "X-CSRFToken": token } : {} });
  }

  async function send(form) {
    const body = new FormData();
    body.set("fields", JSON.stringify(valuesOf(form)));
    const reply = await ask(form.dataset.draftUrl, "POST", body).catch(() => null);
    if (reply?.ok && !reply.redirected) tell(form, filled(words.saved, { at: clock(Date.now()) }));
    else tell(form, words.unsent);
  }

  async function fetched(url) {
    const reply = await fetch(url).catch(() => null);
    if (reply?.status !== 200 || reply.redirected) return null;
    return reply.json().then((values) => ({ values }), () => null);
  }

  function forget(key, url) {
    store(key, null);
    if (url) ask(url, "DELETE").catch(() => {});
  }

  function sayRestored(form, original) {
    const note = Object.assign(document.createElement("p"), { className: "draft draft-restored" });
    note.setAttribute("role", "status");
    const discard = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: words.discard });
    discard.addEventListener("click", () => {
      fill(form, original);
      forget(form.dataset.draft, form.dataset.draftUrl);
      form.querySelector("[data-draft-status]")?.remove();
      note.remove();
      say(words.discarded);
      kept(form)[0]?.focus();
    });
    note.append(Object.assign(document.createElement("span"), { textContent: words.restored }), discard);
    form.prepend(note);
  }

  async function startDraft(form) {
    const key = form.dataset.draft;
    const original = valuesOf(form);
    let sending, touched = false;
    form.addEventListener("input", (event) => {
      if (!event.isTrusted) return;
      touched = true;
      keep(form); // at once: the page may be gone before the next pause
      if (!form.dataset.draftUrl) return;
      clearTimeout(sending);
      sending = setTimeout(() => send(form), 1500);
    });
    form.addEventListener("submit", () => {
      clearTimeout(sending);
      keep(form);
      store(key, { ...load(key), sent: true });
    });
    const here = load(key);
    if (here?.sent) store(key, { ...here, sent: false });
    const draft = here ?? (form.dataset.draftUrl ? await fetched(form.dataset.draftUrl) : null);
    if (draft?.values && !touched && fill(form, draft.values)) sayRestored(form, original);
  }

  /* A sent draft went through when a page came from its form's page and is no error, refusal, sign-in or proof
     (data-keep-drafts). A lost answer, a reload and a step back keep it. */
  function dropSentDrafts() {
    const visit = performance.getEntriesByType("navigation")[0];
    const refusal = "[data-keep-drafts], [role=alert].note-bad, [type=password], [autocomplete=one-time-code]";
    const isThrough = visit?.type === "navigate" && !(visit.responseStatus >= 400) && !document.querySelector(refusal);
    const from = document.referrer && new URL(document.referrer).pathname;
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
      const key = name.slice(PREFIX.length);
      const draft = load(key);
      if (!draft || Date.now() - draft.at > MONTH) store(key, null);
      else if (draft.sent && isThrough && draft.page === from) forget(key, draft.url);
    }
  }

  /* ---- Pictures: shown below their field or in [data-preview-for="id"]; data-drop takes them by drag, drop and paste ---- */

  function preview(input) {
    const place = document.querySelector(`[data-preview-for="${CSS.escape(input.id)}"]`) ?? input.parentElement;
    for (const old of place.querySelectorAll(".picture")) {
      URL.revokeObjectURL(old.src);
      old.remove();
    }
    for (const file of [...input.files].filter((one) => one.type.startsWith("image/"))) {
      place.append(Object.assign(new Image(), { src: URL.createObjectURL(file), className: "picture", alt: file.name }));
    }
  }

  function take(input, files) {
    if (!files?.length) return;
    const carried = new DataTransfer();
    for (const file of files) carried.items.add(file);
    input.files = carried.files;
    preview(input);
  }

  function startDrop(area) {
    const input = area.querySelector("input[type=file]");
    if (!input) return;
    const over = (event, is) => {
      event.preventDefault();
      area.dataset.over = is;
    };
    area.addEventListener("dragover", (event) => over(event, "yes"));
    area.addEventListener("dragleave", (event) => over(event, "no"));
    area.addEventListener("drop", (event) => {
      over(event, "no");
      take(input, event.dataTransfer.files);
    });
    document.addEventListener("paste", (event) => take(input, event.clipboardData.files));
  }

  /* ---- Shortcuts: any link, button or field with data-key="x"; `?` lists them, and they can be turned off ---- */

  const ON = "kohkol.keys";
  const keysOn = () => {
    try {
      return localStorage.getItem(ON) !== "off";
    } catch {
      return true;
    }
  };
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  const visible = (element) => element.getClientRects().length > 0;
  const labelOf = (element) => element.dataset.keyLabel ?? element.labels?.[0]?.innerText ?? element.innerText;

  function listKeys() {
    const list = document.querySelector("[data-key-list]");
    if (!list) return;
    list.querySelectorAll("[data-listed]").forEach((row) => row.remove());
    for (const element of document.querySelectorAll("[data-key]")) {
      if (!visible(element)) continue;
      const key = document.createElement("dt");
      key.append(Object.assign(document.createElement("kbd"), { textContent: element.dataset.key }));
      const meaning = Object.assign(document.createElement("dd"), { textContent: labelOf(element).trim() });
      key.dataset.listed = meaning.dataset.listed = "";
      list.append(key, meaning);
    }
    document.querySelector("[data-keys-on]").checked = keysOn();
    open("k-shortcuts");
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") return listKeys();
    if (!keysOn()) return;
    const target = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key && visible(one));
    if (!target) return;
    event.preventDefault();
    if (target.matches("input, textarea, select")) target.focus();
    else target.click();
  }

  /* ---- Offline ---- */

  function tellConnection() {
    document.querySelector(".offline")?.remove();
    if (navigator.onLine) return;
    const note = Object.assign(document.createElement("div"), { className: "offline", textContent: words.offline });
    note.setAttribute("role", "status");
    document.body.prepend(note);
  }

  /* ---- Start; again for parts that htmx brings ---- */

  const once = (root, selector, name, action) => {
    const found = [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
    for (const element of found) {
      if (element.dataset[name]) continue;
      element.dataset[name] = "yes";
      action(element);
    }
  };

  function start(root) {
    once(root, "[data-limit]", "started", count);
    once(root, "form[data-draft]", "started", startDraft);
    once(root, "[data-drop]", "started", startDrop);
    once(root, "[data-focus]", "started", (element) => element.focus());
  }

  /* ---- Plainer wording: data-replace="id" puts data-new where data-old stands from data-start to data-end ---- */

  function replace(event) {
    const button = event.target.closest("[data-replace]");
    const field = button && document.getElementById(button.dataset.replace);
    if (!field) return;
    const { start, end, old, new: words } = button.dataset;
    if (field.value.slice(Number(start), Number(end)) !== old) return;
    event.preventDefault();
    field.setRangeText(words, Number(start), Number(end), "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  document.addEventListener("click", replace);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-open], [data-close], [data-print]");
    if (!button) return;
    if (button.dataset.copy !== undefined) copy(button.dataset.copy);
    else if (button.dataset.open !== undefined) open(button.dataset.open) && event.preventDefault();
    else if (button.dataset.print !== undefined) window.print();
    else button.closest("dialog")?.close();
  });
  document.addEventListener("input", (event) => {
    if (event.target.dataset.limit) count(event.target);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches('input[type="file"]')) preview(event.target);
    if (event.target.matches("[data-keys-on]")) localStorage.setItem(ON, event.target.checked ? "on" : "off");
  });
  document.addEventListener("keydown", pressed);
  document.addEventListener("htmx:load", (event) => start(event.detail.elt));
  document.addEventListener("htmx:sendError", () => say(words.failed));
  document.addEventListener("htmx:responseError", () => say(words.failed));
  addEventListener("online", tellConnection);
  addEventListener("offline", tellConnection);
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-draft]")) {
      const draft = load(form.dataset.draft);
      if (draft?.sent) store(form.dataset.draft, { ...draft, sent: false });
    }
  });

  try {
    dropSentDrafts();
  } catch {
    // a browser that keeps nothing has nothing to drop
  }
  start(document);
  tellConnection();
})();
