// The preview follows the form while it is typed; "Preview" does the same without JavaScript, with new contrasts.

const form = document.querySelector("[data-brand-form]");
const picker = form.querySelector("[data-picker]");
const colour = form.elements.colour;
const frames = document.querySelectorAll("[data-frame]");
const sheet = document.getElementById("preview");

const isColour = (text) => /^#[0-9a-f]{6}$/i.test(text);

function repaint() {
  if (!isColour(colour.value)) return;
  const address = new URL(sheet.dataset.url, location.href);
  address.searchParams.set("colour", colour.value);
  address.searchParams.set("motif", form.elements.motif.value);
  const next = sheet.cloneNode();
  next.href = address;
  next.addEventListener("load", () => document.querySelectorAll("#preview").forEach((link) => link !== next && link.remove()));
  document.head.append(next);
}

function say(field) {
  for (const place of document.querySelectorAll(`[data-say="${field.name}"]`)) {
    place.textContent = field.value.trim() || place.dataset.default;
  }
}

let timer;
const soon = () => (clearTimeout(timer), (timer = setTimeout(repaint, 150)));

picker.hidden = false;
picker.addEventListener("input", () => ((colour.value = picker.value), soon()));
colour.addEventListener("input", () => isColour(colour.value) && ((picker.value = colour.value.toLowerCase()), soon()));
for (const field of [form.elements.name, form.elements.tagline]) field.addEventListener("input", () => say(field));
for (const radio of form.querySelectorAll('[name="motif"]')) {
  radio.addEventListener("change", () => frames.forEach((frame) => (frame.dataset.motif = radio.value)));
}
