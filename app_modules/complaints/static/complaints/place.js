// The place of a report: the village's list split by district, and the phone's position.

// The list stays whole until the page is shown: a browser that goes back chooses the village again before that,
// and finds only what is in the list. What ui/draft.js chooses comes with an event.
function split(box) {
  const village = box.querySelector("select");
  const groups = [...village.querySelectorAll("optgroup")];
  if (groups.length < 2) return;
  const empty = village.options[0];
  const district = document.createElement("select");
  district.className = "select";
  district.id = `${village.id}_district`;
  district.autocomplete = "off"; // follows the village
  district.append(new Option(box.dataset.choose, ""), ...groups.map((group) => new Option(group.label)));
  const label = document.createElement("label");
  label.className = "lab";
  label.htmlFor = district.id;
  const mark = document.createElement("span");
  mark.className = "mark";
  mark.textContent = `(${box.dataset.required})`;
  label.append(`${box.dataset.district} `, mark);
  const field = document.createElement("div");
  field.className = "field mb-5";
  field.append(label, district);
  box.prepend(field);
  const options = new Map(groups.map((group) => [group.label, [...group.children]]));
  const offer = () => {
    village.replaceChildren(empty, ...(options.get(district.value) ?? []));
    village.value = "";
  };
  const follow = () => {
    const chosen = village.value;
    const home = [...options].find(([, all]) => all.some((option) => option.value === chosen));
    district.value = home ? home[0] : "";
    offer();
    village.value = home ? chosen : "";
  };
  district.addEventListener("change", offer);
  village.addEventListener("change", (event) => event.isTrusted || follow());
  addEventListener("pageshow", follow, { once: true });
}

function locate(box) {
  const note = box.querySelector("[data-position-note]");
  const form = box.closest("form");
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    note.textContent = box.dataset.waiting;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.latitude.value = coords.latitude.toFixed(6);
        form.elements.longitude.value = coords.longitude.toFixed(6);
        note.textContent = box.dataset.found;
      },
      () => (note.textContent = box.dataset.refused),
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}

document.querySelectorAll("[data-villages]").forEach(split);
if (navigator.geolocation) document.querySelectorAll("[data-position]").forEach(locate);
