// Shows and runs the buttons of <c-copy>; with no data-copy it copies this page's address, or data-text as it is.

async function copy(button) {
  const label = button.querySelector("[data-label]");
  const before = label.textContent;
  const address = button.dataset.copy ? new URL(button.dataset.copy, location.href).href : location.href;
  await navigator.clipboard.writeText(button.dataset.text ?? address);
  label.textContent = button.dataset.copied;
  setTimeout(() => (label.textContent = before), 2500);
}

function show(root) {
  for (const button of root.querySelectorAll("[data-copy][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

// The clipboard exists on https and localhost only; elsewhere the button stays hidden.
if (navigator.clipboard) {
  show(document);
  document.addEventListener("htmx:load", (event) => show(event.target));
}
