/* The form of a meeting: a free time is taken with one press, a kind brings its usual length. */
import { first } from "./page.js";

function changed(field) {
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Puts the time of `[data-slot]` into the form that it belongs to. */
function take(slot) {
  const field = first("[name=starts_at]", slot.closest("[data-meeting-form]"));
  if (!field) return;
  field.value = slot.dataset.slot;
  changed(field);
}

function lengthOf(select) {
  const minutes = select.selectedOptions[0]?.dataset.minutes;
  const field = first("[name=minutes]", select.closest("[data-meeting-form]"));
  if (minutes && field) field.value = minutes;
}

export function start() {
  document.addEventListener("click", (event) => {
    const slot = event.target.closest("[data-meeting-form] [data-slot]");
    if (slot) take(slot);
  });
  document.addEventListener(
    "change",
    (event) => {
      if (event.target.matches("[data-meeting-form] [name=kind]")) lengthOf(event.target);
    },
    true,
  );
}
