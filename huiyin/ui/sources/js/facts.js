/* The picker of facts: a click writes the reference where the cursor stood last in the form. */
import { first } from "./page.js";

let last = null;

function fits(field) {
  return field?.matches?.("textarea, input.titlein, input.input[type=text], .input:not([type])");
}

function insert(button) {
  const picker = button.closest("[data-fact-picker]");
  const form = picker.closest("form") || first("form[data-autosave]");
  const field = last?.isConnected ? last : first("textarea", form || document);
  if (!field) return;
  const text = button.dataset.factInsert;
  const from = field.selectionStart ?? field.value.length;
  field.setRangeText(text, from, field.selectionEnd ?? from, "end");
  picker.open = false;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

export function start() {
  document.addEventListener("focusin", (event) => {
    const outside = !event.target.closest("[data-fact-picker]");
    if (outside && event.target.form && fits(event.target)) last = event.target;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fact-insert]");
    if (button) insert(button);
  });
  document.addEventListener("keydown", (event) => {
    const picker = event.target.closest("[data-fact-picker]");
    if (picker && event.key === "Escape") picker.open = false;
    if (picker && event.key === "Enter" && event.target.matches("input")) {
      event.preventDefault();
      first("[data-fact-insert]", picker)?.click();
    }
  });
}
