// Photos of <c-photo_drop>: shows each with its size, refuses what is too large, makes large ones smaller.

const LONGEST = 2048;
const size = (file) => `${Math.max(file.size / 1e6, 0.1).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
const shorten = (name) => (name.length > 28 ? `${name.slice(0, 17)}…${name.slice(-10)}` : name);

// The server re-encodes and strips places anyway: this only saves a slow network's time.
async function smaller(file) {
  if (!["image/jpeg", "image/png", "image/webp"].includes(file.type) || file.size < 1e6) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = picture.width * scale;
    canvas.height = picture.height * scale;
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: blob.type }) : file;
  } catch {
    return file; // the server says what is wrong with it
  }
}

function row(drop, file, remove) {
  const item = document.createElement("div");
  item.className = "card thumb";
  const image = document.createElement("img");
  image.alt = "";
  image.src = URL.createObjectURL(file);
  image.onload = image.onerror = () => URL.revokeObjectURL(image.src);
  const words = document.createElement("span");
  words.className = "min-w-0 flex-1 leading-snug";
  const name = document.createElement("b");
  name.className = "block";
  name.textContent = shorten(file.name);
  name.setAttribute("aria-label", file.name);
  const state = document.createElement("span");
  state.className = "muted text-sm";
  state.textContent = `${drop.dataset.ready} · ${size(file)}`;
  words.append(name, state);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "square";
  button.textContent = "×";
  button.setAttribute("aria-label", `${drop.dataset.remove} ${file.name}`);
  button.onclick = remove;
  item.append(image, words, button);
  return item;
}

function start(drop) {
  const input = drop.querySelector("input[type=file]");
  const [list, error] = [drop.querySelector("[data-list]"), drop.querySelector("[data-error]")];
  drop.dataset.photo = "on";
  let files = [];
  const show = () => {
    const bag = new DataTransfer();
    files.forEach((file) => bag.items.add(file));
    input.files = bag.files;
    list.replaceChildren(
      ...files.map((file) =>
        row(drop, file, () => {
          files = files.filter((other) => other !== file);
          show();
          input.focus();
        }),
      ),
    );
  };
  input.addEventListener("change", async () => {
    const chosen = [...input.files];
    const large = chosen.find((file) => file.size > drop.dataset.limit * 1e6);
    error.hidden = !large;
    error.textContent = large ? drop.dataset.tooLarge.replace("{name}", large.name) : "";
    const added = await Promise.all(chosen.filter((file) => file.size <= drop.dataset.limit * 1e6).map(smaller));
    files = input.multiple ? [...files, ...added] : added.slice(0, 1);
    show();
  });
}

document.querySelectorAll("[data-photo]").forEach(start);
