// A text field that offers rows while one types (ARIA 1.2 combobox, list autocomplete).
//
// Why not ds-suggestion 1.22.0? Tried in Chromium 156:
// - without data-creatable, text that is not in the list is wiped when the field is left;
// - with data-creatable, it is kept, but while a chosen name is edited the hidden select
//   still holds the earlier choice, so that Enter or a draft sends the wrong person;
// - an option with data-empty makes the field show the value ("pk:7"), not the label;
// - a row cloned from a live one shares its list: the second field opens the first's.
//
// Here, whatever is typed empties the hidden field at once, and only a choice fills it.
// The text itself is never changed except by choosing. Listens on the document, so that
// rows added later need no setting up.

const boxOf = (node) => node.closest?.("[data-suggestion]");
const parts = (box) => ({
  hidden: box.querySelector("input[type=hidden]"),
  text: box.querySelector("input[type=text]"),
  list: box.querySelector("[role=listbox]"),
  status: box.querySelector("[role=status]"),
});

function dress(box) {
  const { hidden, text, list } = parts(box);
  if (text.getAttribute("role")) return;
  if (hidden.dataset.chosen) hidden.value = hidden.dataset.chosen;
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  }))
    text.setAttribute(name, value);
}

function open(box, yes) {
  const { text, list } = parts(box);
  list.hidden = !yes;
  text.setAttribute("aria-expanded", String(yes));
  if (!yes) activate(box, null);
}

function activate(box, option) {
  const { text, list } = parts(box);
  for (const other of list.children) other.setAttribute("aria-selected", String(other === option));
  if (option) {
    text.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else text.removeAttribute("aria-activedescendant");
}

function choose(box, option) {
  const { hidden, text } = parts(box);
  hidden.value = option.dataset.value;
  text.value = option.dataset.label;
  open(box, false);
  text.dispatchEvent(new Event("change", { bubbles: true }));
}

document.querySelectorAll("[data-suggestion]").forEach(dress);
document.addEventListener("htmx:load", (e) => e.target.querySelectorAll?.("[data-suggestion]").forEach(dress));
document.addEventListener("focusin", (e) => boxOf(e.target) && dress(boxOf(e.target)));
document.addEventListener("focusout", (e) => boxOf(e.target) && open(boxOf(e.target), false));
document.addEventListener("input", (e) => {
  const box = boxOf(e.target);
  if (!box) return;
  const { hidden, text, list } = parts(box);
  hidden.value = "";
  if (text.value.trim()) return text.dispatchEvent(new Event("suggest"));
  list.replaceChildren();
  open(box, false);
});
document.addEventListener("htmx:configRequest", (e) => {
  if (e.detail.triggeringEvent?.type === "suggest") e.detail.parameters = { q: e.target.value };
});
document.addEventListener("htmx:afterSwap", (e) => {
  const box = e.target.matches("[role=listbox]") && boxOf(e.target);
  if (!box) return;
  const { hidden, text, list, status } = parts(box);
  const options = [...list.children];
  options.forEach((option, i) => (option.id = `${list.id}_${i}`));
  const wanted = document.activeElement === text && text.value.trim() && !hidden.value;
  open(box, Boolean(wanted && options.length));
  if (wanted) status.textContent = options.length ? `${options.length} ${status.dataset.some}` : status.dataset.none;
});
document.addEventListener("pointerdown", (e) => e.target.closest?.("[data-suggestion] [role=option]") && e.preventDefault());
document.addEventListener("click", (e) => {
  const option = e.target.closest?.("[data-suggestion] [role=option]");
  if (option) choose(boxOf(option), option);
});
document.addEventListener("keydown", (e) => {
  const box = boxOf(e.target);
  if (!box || e.isComposing) return;
  const { list } = parts(box);
  const options = [...list.children];
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if ((e.key === "ArrowDown" || e.key === "ArrowUp") && options.length) {
    e.preventDefault();
    open(box, true);
    const from = at < 0 && e.key === "ArrowUp" ? 0 : at;
    activate(box, options.at((from + (e.key === "ArrowDown" ? 1 : -1)) % options.length));
  } else if (list.hidden) return;
  else if (e.key === "Escape") open(box, false);
  else if ((e.key === "Enter" || e.key === "Tab") && at >= 0 && !e.ctrlKey) {
    if (e.key === "Enter") e.preventDefault();
    choose(box, options[at]);
  }
});
