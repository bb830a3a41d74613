/* Makes the composer and the phone page easier: the link at the cursor, the preview while typing, sharing in one tap. */
"use strict";

const LINKS = /https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]}]/g;

function show(field) {
  const place = document.getElementById(field.dataset.preview);
  if (!place) return;
  const parts = [];
  let last = 0;
  for (const found of field.value.matchAll(LINKS)) {
    parts.push(field.value.slice(last, found.index));
    const link = document.createElement("span");
    link.className = "seen-link";
    link.textContent = found[0];
    parts.push(link);
    last = found.index + found[0].length;
  }
  parts.push(field.value.slice(last));
  place.replaceChildren(...parts);
}

/* Phones' own strings count an emoji as two or more; what is typed is otherwise counted by kohkol.js. */
function countAsPhonesDo(field) {
  const shown = document.querySelector(`[data-counter-for="${field.id}"]`);
  if (!shown || !field.dataset.limit) return;
  shown.textContent = `${field.value.length} / ${field.dataset.limit}`;
  shown.dataset.over = field.value.length > Number(field.dataset.limit) ? "yes" : "no";
}

document.addEventListener("input", (event) => {
  if (event.target.dataset.preview) show(event.target);
  if (event.target.dataset.counting === "phone") countAsPhonesDo(event.target);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button) return;
  event.preventDefault();
  const field = document.getElementById(button.dataset.insert);
  if (field.value.includes(button.dataset.words)) { field.focus(); return; }
  const before = field.value.slice(0, field.selectionStart);
  const after = field.value.slice(field.selectionEnd);
  const space = before && !/\s$/.test(before) ? " " : "";
  field.value = `${before}${space}${button.dataset.words}${after && !/^\s/.test(after) ? " " : ""}${after}`;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

/* Sharing needs the files at hand before the tap, because a browser opens its share sheet only at once. */
async function readyToShare(button) {
  if (!navigator.share || !navigator.canShare) return;
  const pictures = [...document.querySelectorAll("[data-share-file]")];
  const files = await Promise.all(pictures.map(async (picture, index) => {
    const blob = await (await fetch(picture.src)).blob();
    return new File([blob], `gambar-${index + 1}.${blob.type === "image/png" ? "png" : "jpg"}`, { type: blob.type });
  })).catch(() => null);
  const parcel = files && files.length ? { text: button.dataset.share, files } : { text: button.dataset.share };
  if (!files || !navigator.canShare(parcel)) return;
  button.hidden = false;
  button.addEventListener("click", () => navigator.share(parcel).catch(() => {}));
}

document.querySelectorAll("[data-share]").forEach(readyToShare);
document.querySelectorAll("[data-preview]").forEach(show);
document.querySelectorAll("[data-counting=phone]").forEach(countAsPhonesDo);
