// Our own small behaviours. Every page works without them.
const { htmx } = window;
const $ = (selector, within = document) => within.querySelector(selector);
const on = (type, handle) => document.addEventListener(type, handle);

// --- Rows of a formset: added from a template, removed with a way back -----------------

const changed = (node) => node.dispatchEvent(new Event("rows-changed", { bubbles: true }));
const firstField = (row) => $("input:not([type=hidden]), select, textarea", row);

function addRow(prefix) {
  const rows = $(`[data-rows="${prefix}"]`);
  const total = $(`#id_${prefix}-TOTAL_FORMS`);
  const fresh = document.createElement("template");
  fresh.innerHTML = $(`[data-empty-row="${prefix}"]`).innerHTML.replaceAll("__prefix__", total.value);
  total.value = Number(total.value) + 1;
  const row = fresh.content.firstElementChild;
  const number = $("[data-row-number]", row);
  if (number) number.textContent = total.value;
  rows.append(row);
  htmx.process(row);
  firstField(row)?.focus();
  changed(rows);
}

function remove(row, yes) {
  $("input[name$=-DELETE]", row).checked = yes;
  row.toggleAttribute("data-removed", yes);
  (yes ? $("[data-undo-row]", row) : firstField(row))?.focus();
  changed(row);
}

// Without JavaScript these buttons send the form; here Enter must not press them.
document.querySelectorAll("button[data-add-row]").forEach((button) => (button.type = "button"));

on("click", (event) => {
  const button = event.target.closest?.("button");
  if (!button) return;
  if (button.dataset.addRow) addRow(button.dataset.addRow);
  if ("removeRow" in button.dataset) remove(button.closest("[data-row]"), true);
  if ("undoRow" in button.dataset) remove(button.closest("[data-row]"), false);
  if (button.dataset.tick) tick(button);
  if (button.dataset.scheme) choose(button.dataset.scheme);
  if ("closeBanner" in button.dataset) $("#problem").hidden = true;
});

// --- Boxes: all ticked at once, or none --------------------------------------------------

function tick(button) {
  const { tickName } = button.closest("[data-tick-name]").dataset;
  const boxes = [...button.form.elements].filter((box) => box.type === "checkbox" && box.name === tickName);
  boxes.forEach((box) => (box.checked = button.dataset.tick === "all"));
  boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
}
document.querySelectorAll("[data-tick-name]").forEach((line) => (line.hidden = false));

// --- Sending a form: once, and by Ctrl+Enter -------------------------------------------

const buttonsOf = (form) => [...form.elements].filter((control) => control.type === "submit");
const release = (form) => {
  delete form.dataset.sending;
  buttonsOf(form).forEach((button) => (button.disabled = false));
};

on("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sending) return event.preventDefault();
  form.dataset.sending = form.dataset.sent = "yes";
  // After the browser has gathered the fields, so that the button's own value is sent.
  setTimeout(() => buttonsOf(form).forEach((button) => (button.disabled = true)));
  setTimeout(release, 8000, form);
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));

on("keydown", (event) => {
  const form = event.target.form;
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !form) return;
  event.preventDefault();
  form.requestSubmit(buttonsOf(form).find((button) => !button.dataset.addRow));
});

// Return in one field of a long form is no wish to save the whole of it.
on("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
  if (event.target.matches("form[data-long] input:not([type=checkbox])")) event.preventDefault();
});

// --- Back and reload ----------------------------------------------------------------------

// The answer to a form is no place to come back to: the draft at its address is.
if ($(".error-summary")) history.replaceState(history.state, "", location.href);

// A page kept in memory, from before its form was sent, is asked for anew.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && $("form[data-sent]")) location.reload();
});

// --- How many characters are left, told near the end ----------------------------------------

let telling;
on("input", ({ target }) => {
  const field = target.maxLength > 0 && target.closest(".field");
  if (!field) return;
  let line = $(".field__left", field);
  const left = target.maxLength - target.value.length;
  clearTimeout(telling);
  if (left > Math.min(50, target.maxLength / 5)) return line?.remove();
  if (!line) {
    line = document.createElement("span");
    line.className = "field__left";
    line.ariaHidden = "true";
    field.append(line);
  }
  const { leftOne, leftMany } = $("#announce").dataset;
  line.textContent = left === 1 ? leftOne : leftMany.replace("#", left);
  telling = setTimeout(() => ($("#announce").textContent = line.textContent), 1000);
});

// --- How many rows of a part are filled in ---------------------------------------------------

// Filled is what differs from the row as it comes.
function isFilled(row, fresh) {
  if (row.hasAttribute("data-removed")) return false;
  const controls = [...row.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea, select")];
  return controls.some((control) => {
    const blank = $(`[name="${control.name.replace(/-\d+-/, "-__prefix__-")}"]`, fresh);
    return control.value.trim() !== (blank?.value ?? "");
  });
}
function countRows() {
  for (const count of document.querySelectorAll("[data-count-of]")) {
    const { countOf } = count.dataset;
    const rows = [...document.querySelectorAll(`[data-rows="${countOf}"] > [data-row]`)];
    const fresh = $(`[data-empty-row="${countOf}"]`).content;
    count.textContent = rows.filter((row) => isFilled(row, fresh)).length;
  }
}
["input", "change", "rows-changed"].forEach((type) => on(type, countRows));
countRows();

// --- Requests of htmx -------------------------------------------------------------------

function failed(event) {
  const line = event.target.closest?.("[data-autosave]");
  if (line) {
    line.textContent = line.dataset.failed;
    line.classList.add("autosave--failed");
    return;
  }
  const banner = $("#problem");
  const text = $("[data-problem]", banner);
  text.textContent = event.type === "htmx:responseError" ? text.dataset.refused : text.dataset.offline;
  banner.hidden = false;
}
["htmx:responseError", "htmx:sendError", "htmx:timeout", "htmx:swapError"].forEach((type) => on(type, failed));

on("htmx:beforeRequest", (event) => {
  const line = event.target.closest?.("[data-autosave]");
  if (line) line.textContent = line.dataset.saving;
});

on("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo, requestConfig } = event.detail;
  event.target.closest?.("[data-autosave]")?.classList.remove("autosave--failed");
  // A whole page where a part was asked for: the sign-in page after the session ended.
  if (!/^\s*<!doctype/i.test(xhr.responseText)) return;
  event.detail.shouldSwap = false;
  if (requestConfig.verb === "get" && $("[data-filter]")) location.assign(pathInfo.finalRequestPath);
  else location.reload();
});

on("htmx:configRequest", (event) => {
  if (!event.target.matches("[data-filter]")) return;
  const { parameters } = event.detail;
  for (const name of Object.keys(parameters)) if (parameters[name] === "") delete parameters[name];
});

on("htmx:afterSettle", (event) => {
  if (event.target.id !== "rows") return;
  $("#announce").textContent = $("#rows [data-announce]")?.textContent.trim() ?? "";
});

// --- Colours ------------------------------------------------------------------------------

const root = document.documentElement;
function show(scheme) {
  root.dataset.colorScheme = scheme;
  document.querySelectorAll("button[data-scheme]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.scheme === scheme));
  });
}
function choose(scheme) {
  try {
    localStorage.setItem("colour-scheme", scheme);
  } catch {
    // Storage is switched off: the choice holds for this page.
  }
  show(scheme);
}
show(root.dataset.colorScheme);
let onScreen;
window.addEventListener("beforeprint", () => {
  onScreen = root.dataset.colorScheme;
  root.dataset.colorScheme = "light";
});
window.addEventListener("afterprint", () => (root.dataset.colorScheme = onScreen));

// --- Text areas grow, where the browser does not do it by itself ---------------------------

if (!CSS.supports("field-sizing", "content"))
  on("input", ({ target }) => {
    if (target.matches("textarea")) target.style.height = `${Math.max(target.offsetHeight, target.scrollHeight + 2)}px`;
  });
