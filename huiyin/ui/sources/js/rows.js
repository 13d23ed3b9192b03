/* Rows that repeat: `[data-rows-add]` puts a copy of the container's blank row before itself. */
import { first } from "./page.js";

function add(button) {
  const rows = button.closest("[data-rows]");
  const blank = rows && first("template[data-rows-blank]", rows)?.content.cloneNode(true);
  if (!blank) return;
  const row = blank.firstElementChild;
  button.before(blank);
  first("input, select, textarea", row)?.focus();
}

export function start() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-rows-add]");
    if (button) add(button);
  });
}
