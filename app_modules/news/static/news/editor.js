// Turns the textarea into the rich-text editor. The textarea stays the form's field, and works without this.
// The library's own start would insert a style element, which our policy forbids: its rules are in editor.css.
const place = document.querySelector("[data-editor-words]");
const textarea = document.querySelector("textarea[data-editor]");

if (place && textarea) {
  const words = JSON.parse(place.dataset.editorWords);
  globalThis.gettext = (word) => words[word] ?? word;
  start(await import(place.dataset.editorScript), words);
}

function start(library, words) {
  const box = Object.assign(document.createElement("div"), { className: "prose-editor" });
  textarea.before(box);
  box.append(textarea);
  const editor = new library.Editor({
    element: box,
    extensions: extensions(library),
    content: textarea.value,
    injectCSS: false,
    editorProps: { attributes: { ...describe(), class: "prose", role: "textbox", "aria-multiline": "true" } },
    onUpdate: () => {
      textarea.value = editor.isEmpty ? "" : editor.getHTML();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
    onCreate: () => requestAnimationFrame(() => nameButtons(box, words)),
  });
  textarea.labels[0]?.addEventListener("click", () => editor.commands.focus());
}

function extensions(library) {
  const { Document, Paragraph, Text, Dropcursor, Gapcursor, History, Menu } = library;
  const chosen = Object.entries(JSON.parse(textarea.dataset.editor)).map(([name, options]) =>
    typeof options === "object" ? library[name].configure(options) : library[name],
  );
  const groups = ["blockType -lists", "lists", "nodes -blockType -lists", "marks", "link", "history"];
  const menu = Menu.configure({ groups: groups.map((group) => ({ group })) });
  return [Document, Paragraph, Text, Dropcursor, Gapcursor, History, ...chosen, menu].filter(Boolean);
}

function describe() {
  const label = textarea.labels[0];
  if (!label) return {};
  label.id ||= "editor-label";
  const help = textarea.getAttribute("aria-describedby");
  return { "aria-labelledby": label.id, ...(help ? { "aria-describedby": help } : {}) };
}

// The buttons show ligatures of an icon font, which say nothing when read aloud.
function nameButtons(box, words) {
  const bar = box.querySelector(".prose-menubar");
  bar?.setAttribute("role", "toolbar");
  bar?.setAttribute("aria-label", words.toolbar);
  for (const button of box.querySelectorAll(".prose-menubar button")) {
    const name = words[button.dataset.name] ?? button.title;
    button.setAttribute("aria-label", name);
    button.title = name;
  }
}
