/* A meeting's room: clocks that count up, and the one line for what is decided and to be done. */
import { all, first, serverNow } from "./page.js";

const BEAT = 1000;
const SOON = 0.8;

function spell(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function tick() {
  const now = serverNow();
  all("[data-timer][data-since]").forEach((timer) => {
    const { since, before, limit } = timer.dataset;
    if (!since) return;
    const spent = Number(before) + Math.max(0, Math.floor((now - Number(since)) / 1000));
    const most = Number(limit);
    const text = most ? `${spell(spent)} / ${spell(most)}` : spell(spent);
    if (timer.textContent !== text) timer.textContent = text;
    timer.classList.toggle("is-late", Boolean(most) && spent > most);
    timer.classList.toggle("is-soon", Boolean(most) && spent <= most && spent >= most * SOON);
  });
}

/** What the chosen kind of line is swapped into (`data-lists="resolution=#resolutions todo=#items"`). */
function aim(form) {
  const kind = form.elements.namedItem("kind")?.value;
  const place = (form.dataset.lists || "").split(" ").find((one) => one.startsWith(`${kind}=`));
  if (place) form.setAttribute("hx-target", place.slice(kind.length + 1));
}

function choose(kind) {
  const form = first("form[data-line][data-lists]");
  if (!form) return;
  const radio = first(`input[name=kind][value=${kind}]`, form);
  if (radio) radio.checked = true;
  aim(form);
  first("input[name=line]", form)?.focus();
}

function taken(event) {
  const form = event.target.closest?.("form[data-line]");
  if (!form || form !== event.target || !event.detail.successful) return;
  const kind = form.elements.namedItem("kind")?.value;
  form.reset();
  if (kind) choose(kind);
  else first("input:not([type=hidden])", form)?.focus();
}

export function start() {
  tick();
  setInterval(tick, BEAT);
  document.addEventListener("htmx:afterSwap", tick);
  document.addEventListener("htmx:afterRequest", taken);
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-line][data-lists]");
    if (form && event.target.name === "kind") aim(form);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-line-kind]");
    if (button) choose(button.dataset.lineKind);
  });
}
