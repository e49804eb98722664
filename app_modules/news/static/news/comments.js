// Brings the comment form into the article when the reader comes near it, and the captcha at the first touch.
// Without this file there is a page of its own with the same form.
const place = document.querySelector("[data-comment-form]");

if (place) {
  const observer = new IntersectionObserver((seen) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    bring(place);
  }, { rootMargin: "600px" });
  observer.observe(place);
}
document.querySelectorAll("form[data-captcha]").forEach(prepare);

async function bring(place) {
  try {
    const answer = await fetch(place.dataset.commentForm, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return; // the link to the form's own page stays
    place.innerHTML = await answer.text();
    place.querySelectorAll("form[data-captcha]").forEach(prepare);
  } catch {
    // Offline: the link stays.
  }
}

function prepare(form) {
  form.addEventListener("focusin", () => load(form), { once: true });
}

async function load(form) {
  if (!window.isSecureContext || !window.Worker) return; // then the comment waits to be checked
  const { captcha, script, style, worker, words, language } = form.dataset;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }));
  const ready = import(script);
  if (language === "id") await ready.then(() => import(words));
  await ready;
  globalThis.$altcha.algorithms.set("PBKDF2/SHA-256", () => new Worker(worker));
  const widget = document.createElement("altcha-widget");
  widget.setAttribute("challenge", captcha);
  widget.setAttribute("language", language);
  widget.setAttribute("auto", "onload");
  widget.setAttribute("configuration", JSON.stringify({ hideLogo: true, hideFooter: true, humanInteractionSignature: false }));
  form.elements.altcha.remove();
  form.querySelector("[data-captcha-place]").replaceChildren(widget);
}
