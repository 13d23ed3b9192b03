/* The bottom sheet of a phone: `.sheet-panel` opened by `[data-sheet]`, closed by its ground. */
import { close, hold, isOpen } from "./overlay.js";
import { first } from "./page.js";

const phone = matchMedia("(max-width: 760px)");

function openSheet() {
  const panel = first(".sheet-panel");
  if (!panel || isOpen() || !phone.matches) return;
  const app = first(".app");
  document.body.classList.add("sheet-open");
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-modal", "true");
  hold(panel, () => {
    document.body.classList.remove("sheet-open");
    panel.removeAttribute("role");
    panel.removeAttribute("aria-modal");
  });
  if (app) app.removeAttribute("aria-hidden");
}

export function start() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-sheet]")) openSheet();
    else if (event.target.classList.contains("sheet-bg")) close();
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (document.body.classList.contains("sheet-open") && !first(".sheet-panel")) close();
  });
}
