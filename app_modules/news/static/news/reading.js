// Tells the server that a person reads: after the page was in view for some seconds. Nothing waits for it.
const SECONDS = 4;
const place = document.querySelector("[data-read]");
let timer = 0;

function tell() {
  navigator.sendBeacon(place.dataset.readUrl, new URLSearchParams({ token: place.dataset.read }));
  document.removeEventListener("visibilitychange", watch);
}

function watch() {
  clearTimeout(timer);
  if (document.visibilityState === "visible") timer = setTimeout(tell, SECONDS * 1000);
}

if (place && navigator.sendBeacon && !navigator.webdriver) {
  document.addEventListener("visibilitychange", watch);
  watch();
}
