// Keeps what was typed in <form data-draft="KEY"> on this device until it has been sent.
// The page that confirms the sending carries <meta name="draft-sent" content="KEY">.
// Inside the form: <p data-draft-note hidden data-saved="Draft kept on this phone"></p>

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

function write(form, values) {
  for (const field of fields(form)) {
    const tick = ["checkbox", "radio"].includes(field.type);
    const found = values.find(([name, value]) => name === field.name && (!tick || value === field.value));
    if (!found) continue;
    // What the server sent back with an error is newer than the draft.
    if (tick) field.checked = found[2];
    else if (!field.value) {
      field.value = found[1];
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

function watch(form) {
  const name = place(form.dataset.draft);
  const note = form.querySelector("[data-draft-note]");
  const draft = kept(name);
  if (draft && !form.querySelector("[aria-invalid=true]")) write(form, draft.values);
  let timer;
  const save = () => {
    if (!store(name, read(form)) || !note) return;
    const time = new Date().toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
    note.textContent = `${note.dataset.saved}, ${time}`;
    note.hidden = false;
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 600);
  });
  addEventListener("pagehide", () => timer && save());
  // Sending is not success: the draft stays until the confirming page clears it.
  form.addEventListener("submit", () => (clearTimeout(timer), save(), (timer = 0)));
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
