// Keeps what was typed in <form data-draft="KEY"> on this device until it has been sent.
// The page that confirms the sending carries <meta name="draft-sent" content="KEY">.
// Inside the form, optional: <p data-draft-note data-saved="Draft kept" data-restored="Your draft is back" hidden>
// <span role="status"></span> <button type="button">Discard</button></p>

const LIFETIME = 7 * 24 * 3600 * 1000;
// A secret link's path ends in its key: two cases never share a draft. Both languages of a page share one.
const place = (key) => `draft:${key}:${location.pathname.replace(/^\/en\//, "/")}`;

function kept(name) {
  try {
    const draft = JSON.parse(localStorage.getItem(name));
    return draft && Date.now() - draft.at < LIFETIME ? draft : null;
  } catch {
    return null;
  }
}

function store(name, values) {
  try {
    localStorage.setItem(name, JSON.stringify({ at: Date.now(), values }));
    return true;
  } catch {
    return false; // private window or full: the form works without
  }
}

function fields(form) {
  return [...form.elements].filter(
    (field) =>
      field.name &&
      !field.closest("[data-draft-skip]") &&
      !["hidden", "file", "password", "submit", "button"].includes(field.type) &&
      // Identity numbers and the like never stay on a shared phone.
      field.autocomplete !== "off",
  );
}

function read(form) {
  return fields(form).map((field) => [
    field.name,
    field.value,
    ["checkbox", "radio"].includes(field.type) ? field.checked : null,
  ]);
}

const isTick = (field) => ["checkbox", "radio"].includes(field.type);

function change(field, value) {
  if (isTick(field)) field.checked = value;
  else field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// Says whether something came back. What the server sent, or the visitor typed by now, is newer than the draft.
function write(form, values) {
  let came = false;
  for (const field of fields(form)) {
    const tick = isTick(field);
    const found = values.find(([name, value]) => name === field.name && (!tick || value === field.value));
    if (!found || (tick ? field.checked === found[2] : field.value || !found[1])) continue;
    change(field, tick ? found[2] : found[1]);
    came = true;
  }
  return came;
}

function empty(form) {
  for (const field of fields(form)) change(field, isTick(field) ? field.defaultChecked : (field.defaultValue ?? ""));
}

function say(note, words, at, form) {
  if (!note) return;
  const locale = document.documentElement.lang === "en" ? "en-GB" : "id-ID";
  note.querySelector("[role=status]").textContent = `${words}, ${new Date(at).toLocaleString(locale, form)}`;
  note.hidden = false;
}

const TIME = { hour: "2-digit", minute: "2-digit" };
const DAY = { day: "numeric", month: "short", ...TIME };

function watch(form) {
  const name = place(form.dataset.draft);
  const note = form.querySelector("[data-draft-note]");
  const draft = kept(name);
  let timer;
  // What a browser fills in again after Back was sent already: without a draft, only typing makes one.
  let isOurs = Boolean(draft);
  const save = () => store(name, read(form)) && say(note, note?.dataset.saved, Date.now(), TIME);
  form.addEventListener("input", () => {
    isOurs = true;
    clearTimeout(timer);
    timer = setTimeout(save, 600);
  });
  addEventListener("pagehide", () => timer && save());
  addEventListener("pageshow", (event) => event.persisted && (isOurs = Boolean(kept(name))));
  // Sending is not success: the draft stays until the confirming page clears it.
  form.addEventListener("submit", () => (clearTimeout(timer), isOurs && save(), (timer = 0)));
  note?.querySelector("button").addEventListener("click", () => {
    clearTimeout(timer);
    localStorage.removeItem(name);
    empty(form);
    [timer, isOurs, note.hidden] = [0, false, true];
    fields(form)[0]?.focus();
  });
  if (draft && !form.querySelector("[aria-invalid=true]") && write(form, draft.values))
    say(note, note?.dataset.restored, draft.at, DAY);
}

function clear(key) {
  for (const name of Object.keys(localStorage)) if (name.startsWith(`draft:${key}:`)) localStorage.removeItem(name);
}

try {
  for (const sent of document.querySelectorAll('meta[name="draft-sent"]')) clear(sent.content);
} catch {
  // localStorage may be forbidden altogether
}
document.querySelectorAll("form[data-draft]").forEach(watch);
