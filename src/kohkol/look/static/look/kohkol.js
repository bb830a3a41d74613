/* What pages can do more with a script: copy, count, keep drafts, preview pictures. Everything works without it too. */
"use strict";

const words = document.body.dataset;

async function copy(button) {
  const text = button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const before = button.textContent;
  button.textContent = words.copied;
  setTimeout(() => { button.textContent = before; }, 2000);
}

/* Counting: plain characters, or as Mastodon does (every link 23, only the local part of a handle). */
const counting = {
  plain: (text) => [...text].length,
  mastodon: (text) => [...text.replace(/https?:\/\/\S+/g, "x".repeat(23)).replace(/(@\w+)@[\w.-]+/g, "$1")].length,
};

function count(field) {
  const shown = document.querySelector(`[data-counter-for="${field.id}"]`);
  if (!shown) return;
  const length = (counting[field.dataset.counting] || counting.plain)(field.value);
  shown.textContent = `${length} / ${field.dataset.limit}`;
  shown.dataset.over = length > Number(field.dataset.limit) ? "yes" : "no";
}

/* Drafts: kept on this device at every keystroke and, where the form says so, on the server a moment later. */
const fieldsOf = (form) => [...form.elements].filter(
  (field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type));

function valuesOf(form) {
  const values = {};
  for (const field of fieldsOf(form)) {
    values[field.name] = field.type === "checkbox" ? field.checked : field.value;
  }
  return values;
}

function fill(form, values) {
  let changed = false;
  for (const field of fieldsOf(form)) {
    if (!(field.name in values)) continue;
    const now = field.type === "checkbox" ? field.checked : field.value;
    if (now === values[field.name]) continue;
    changed = true;
    if (field.type === "checkbox") field.checked = values[field.name]; else field.value = values[field.name];
    if (field.dataset.limit) count(field);
  }
  return changed;
}

function sayRestored(form, forget) {
  const note = document.createElement("div");
  note.className = "note note-wait";
  note.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = `${words.restored} `;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-plain";
  button.textContent = words.discard;
  button.addEventListener("click", () => { forget(); location.reload(); });
  text.append(button);
  note.append(text);
  form.prepend(note);
}

function sendDraft(form) {
  const body = new FormData();
  body.set("fields", JSON.stringify(valuesOf(form)));
  const token = form.querySelector("[name=csrfmiddlewaretoken]");
  return fetch(form.dataset.draftUrl, {
    method: "POST", body, keepalive: true, headers: token ? { "X-CSRFToken": token.value } : {},
  }).catch(() => {});
}

async function keepDraft(form) {
  const key = `kohkol-draft:${form.dataset.draft}`;
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(key)); } catch { localStorage.removeItem(key); }
  if (!kept && form.dataset.draftUrl) {
    const reply = await fetch(form.dataset.draftUrl).catch(() => null);
    if (reply && reply.ok && reply.status === 200) kept = await reply.json();
  }
  const forget = () => {
    localStorage.removeItem(key);
    if (form.dataset.draftUrl) {
      const token = form.querySelector("[name=csrfmiddlewaretoken]");
      fetch(form.dataset.draftUrl, { method: "DELETE", keepalive: true, headers: token ? { "X-CSRFToken": token.value } : {} });
    }
  };
  if (kept && fill(form, kept)) sayRestored(form, forget);
  let later = 0;
  form.addEventListener("input", () => {
    localStorage.setItem(key, JSON.stringify(valuesOf(form)));
    if (!form.dataset.draftUrl) return;
    clearTimeout(later);
    later = setTimeout(() => sendDraft(form), 1000);
  });
  form.addEventListener("submit", () => { clearTimeout(later); sessionStorage.setItem(`${key}:sent`, form.dataset.draftUrl || ""); });
}

/* A draft is dropped once the page after a submit shows no error: a lost answer keeps it. */
function dropSentDrafts() {
  for (const name of Object.keys(sessionStorage)) {
    if (!name.startsWith("kohkol-draft:") || !name.endsWith(":sent")) continue;
    const url = sessionStorage.getItem(name);
    sessionStorage.removeItem(name);
    if (document.querySelector(".note-bad[role=alert]")) continue;
    localStorage.removeItem(name.slice(0, -5));
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    if (url && token) fetch(url, { method: "DELETE", headers: { "X-CSRFToken": token.value } });
  }
}

function preview(input) {
  const place = document.querySelector(`[data-preview-for="${input.id}"]`);
  if (!place || !input.files.length) return;
  place.replaceChildren(...[...input.files].filter((file) => file.type.startsWith("image/")).map((file) => {
    const picture = document.createElement("img");
    picture.src = URL.createObjectURL(file);
    picture.alt = file.name;
    picture.className = "img-fluid rounded";
    return picture;
  }));
}

function takeFiles(input, files) {
  if (!files.length) return;
  const carried = new DataTransfer();
  for (const file of files) carried.items.add(file);
  input.files = carried.files;
  preview(input);
}

function dropInto(area) {
  const input = area.querySelector("input[type=file]");
  if (!input) return;
  area.addEventListener("dragover", (event) => { event.preventDefault(); area.dataset.over = "yes"; });
  area.addEventListener("dragleave", () => { area.dataset.over = "no"; });
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    area.dataset.over = "no";
    takeFiles(input, event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => takeFiles(input, event.clipboardData.files));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-open], [data-close], [data-toggle-side], [data-print]");
  if (!button) return;
  if (button.dataset.copy !== undefined) copy(button);
  else if (button.dataset.open) document.getElementById(button.dataset.open).showModal();
  else if (button.dataset.close !== undefined) button.closest("dialog").close();
  else if (button.dataset.print !== undefined) window.print();
  else {
    const side = button.closest("[data-side]");
    side.dataset.open = side.dataset.open === "yes" ? "no" : "yes";
    button.setAttribute("aria-expanded", side.dataset.open === "yes");
  }
});

document.addEventListener("input", (event) => { if (event.target.dataset && event.target.dataset.limit) count(event.target); });
document.addEventListener("change", (event) => { if (event.target.type === "file") preview(event.target); });
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const link = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (link) { event.preventDefault(); link.click(); }
});

function sayOffline() {
  const place = document.getElementById("pesan");
  if (!place || document.getElementById("luring")) return;
  const note = document.createElement("div");
  note.id = "luring";
  note.className = "note note-wait";
  note.textContent = words.offline;
  place.append(note);
}
window.addEventListener("offline", sayOffline);
window.addEventListener("online", () => { const note = document.getElementById("luring"); if (note) note.remove(); });

dropSentDrafts();
document.querySelectorAll("form[data-draft]").forEach(keepDraft);
document.querySelectorAll("[data-limit]").forEach(count);
document.querySelectorAll("[data-drop]").forEach(dropInto);
const alarm = document.querySelector("[data-focus]");
if (alarm) alarm.focus();
