// The phone's own way to share, where it has one; and printing.
const share = document.querySelector("[data-share]");
const print = document.querySelector("[data-print]");

if (share && navigator.share) {
  share.hidden = false;
  share.addEventListener("click", () => {
    navigator.share({ title: share.dataset.title, url: share.dataset.share }).catch(() => {});
  });
}
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
