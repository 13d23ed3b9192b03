/* Keys, never while typing: rows by J K Enter A H P, undo by Z, sequences by `data-keys`. */
import { isOpen, open } from "./overlay.js";
import { all, first, typing } from "./page.js";

const PAUSE = 1200;

let begun = "";
let timer;

const rows = () => all(".row[tabindex], [data-row][tabindex]");
const at = () => rows().findIndex((row) => row.contains(document.activeElement));

function step(by) {
  const list = rows();
  if (!list.length) return false;
  list[Math.max(0, Math.min(list.length - 1, at() + by))].focus();
  return true;
}

function press(selector) {
  const row = rows()[at()];
  const target = row ? first(selector, row) : null;
  if (target) target.click();
  return Boolean(target);
}

function openRow(event) {
  const row = rows()[at()];
  if (!row || event.target !== row) return false;
  return press("h3 a[href], a[data-open-row]");
}

const single = {
  j: () => step(1),
  k: () => step(-1),
  a: () => press(".act .btn"),
  e: () => press("[data-edit]"),
  h: () => press("[data-hand-over]"),
  p: () => press('a[href^="tel:"]'),
  x: () => press("[data-aside]"),
  z: () => clickFirst(".toast [data-undo]") || clickFirst("button[data-undo]"),
  "?": () => Boolean(open("help")),
};

function clickFirst(selector) {
  const target = first(selector);
  if (target) target.click();
  return Boolean(target);
}

/** Links with `data-keys="g i"`, those inside the palette's template too. */
function sequences() {
  const hidden = all("template").flatMap((one) => all("[data-keys]", one.content));
  return [...all("[data-keys]"), ...hidden].filter((one) => one.dataset.keys);
}

function sequence(key) {
  const wanted = begun ? `${begun} ${key}` : key;
  clearTimeout(timer);
  begun = "";
  const whole = sequences().find((one) => one.dataset.keys.toLowerCase() === wanted);
  if (whole) {
    if (whole.isConnected) whole.click();
    else location.assign(whole.getAttribute("href"));
    return true;
  }
  if (!sequences().some((one) => one.dataset.keys.toLowerCase().startsWith(`${wanted} `))) return false;
  begun = wanted;
  timer = setTimeout(() => (begun = ""), PAUSE);
  return true;
}

function submit(event) {
  const form = event.target.closest("form") || first("form[data-ctrl-enter]");
  if (!form) return;
  event.preventDefault();
  const button = first("[data-submit], button.btn--p:not([type=button])", form);
  form.requestSubmit ? form.requestSubmit(button || undefined) : button?.click();
}

function onKey(event) {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return submit(event);
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event) || isOpen() || event.defaultPrevented) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const used =
    key === "Enter"
      ? openRow(event)
      : key.length === 1 && (begun ? sequence(key) : single[key]?.() || sequence(key));
  if (used) event.preventDefault();
}

export function start() {
  document.addEventListener("keydown", onKey);
}
