/* Uploads: a bar that says how far a file is (`form[data-upload]` with a hidden `progress`). */
import { first } from "./page.js";

function moved(event) {
  const form = event.target.closest?.("form[data-upload]");
  const bar = form && first("progress", form);
  if (!bar || !event.detail.lengthComputable) return;
  bar.hidden = false;
  bar.value = Math.round((event.detail.loaded / event.detail.total) * 100);
}

export function start() {
  document.addEventListener("htmx:xhr:progress", moved);
}
