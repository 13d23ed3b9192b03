/* Findings beside a text: a line under the words, a click that shows them, a click that mends them.
   `#side li[data-lint]` says where: `data-field`, `data-start` (code points), `data-was`, `data-tone`;
   `data-mend` is the text to take over. What was mended comes back with Ctrl+Z. */
import { all, first, make } from "./page.js";

const SHORT = 60;
const marked = "#draft textarea.ed, #draft .titlein, #id_contact";

const findings = () => all("#side li[data-lint]");
const touch = () => matchMedia("(pointer: coarse)").matches;

/** The place of the words now (UTF-16), as near as possible to where they stood; -1 when gone. */
function placeOf(li, field) {
  const { start, was } = li.dataset;
  const value = field.value;
  const at = Array.from(value).slice(0, Number(start)).join("").length;
  if (value.startsWith(was, at)) return at;
  const before = value.lastIndexOf(was, at);
  const after = value.indexOf(was, at);
  if (before < 0 || after < 0) return Math.max(before, after);
  return at - before < after - at ? before : after;
}

/** A layer behind the field that has the same text and carries the lines. */
function layerOf(field) {
  const wrap = field.closest(".ed-wrap");
  if (wrap) return first(".ed-marks", wrap);
  const layer = make("div", { class: `${field.className} ed-marks`, "aria-hidden": "true" });
  const around = make("div", { class: "ed-wrap" });
  const focused = document.activeElement === field;
  field.before(around);
  around.append(layer, field);
  field.classList.add("has-marks");
  if (focused) field.focus();
  field.addEventListener("scroll", () => follow(field, layer));
  new ResizeObserver(() => follow(field, layer)).observe(field);
  return layer;
}

/** Same letters, same lines: the field's own scroll bar takes room from its text, too. */
function follow(field, layer) {
  const own = getComputedStyle(field);
  const bar = Math.max(0, field.offsetWidth - field.clientWidth - 2 * parseFloat(own.borderLeftWidth));
  for (const name of ["font", "letterSpacing", "lineHeight", "padding"]) layer.style[name] = own[name];
  layer.style.paddingRight = `${parseFloat(own.paddingRight) + bar}px`;
  layer.scrollTop = field.scrollTop;
  layer.scrollLeft = field.scrollLeft;
}

/** Short places first, so that a word keeps its line inside a long sentence. */
function placesIn(field) {
  const taken = [];
  const mine = findings().filter((li) => li.dataset.field === field.id && li.dataset.was.length <= SHORT);
  mine.sort((a, b) => a.dataset.was.length - b.dataset.was.length);
  for (const li of mine) {
    const place = placeOf(li, field);
    const start = place < 0 ? -1 : place + li.dataset.was.match(/^[，,、；; ]*/)[0].length;
    const end = place + li.dataset.was.length;
    const free = taken.every((other) => end <= other.start || other.end <= start);
    if (start >= 0 && free) taken.push({ start, end, tone: li.dataset.tone });
  }
  return taken.sort((a, b) => a.start - b.start);
}

function paint(field) {
  const places = placesIn(field);
  if (!places.length && !field.closest(".ed-wrap")) return;
  const layer = layerOf(field);
  const parts = [];
  let at = 0;
  for (const { start, end, tone } of places) {
    parts.push(field.value.slice(at, start), make("mark", { class: tone, text: field.value.slice(start, end) }));
    at = end;
  }
  layer.replaceChildren(...parts, `${field.value.slice(at)}\n`);
  follow(field, layer);
}

const paintAll = () => all(marked).forEach(paint);

function go(li) {
  const field = document.getElementById(li.dataset.field);
  const start = field ? placeOf(li, field) : -1;
  if (start < 0) return;
  const end = start + li.dataset.was.length;
  const stop = end - (field.value[end - 1] === "。" ? 1 : 0);
  field.focus();
  field.setSelectionRange("caret" in li.dataset ? stop : start, "caret" in li.dataset ? stop : end);
  field.scrollIntoView({ block: "nearest" });
}

/** As if typed, so that the browser's own undo takes it back. */
function replace(field, text) {
  const done = document.execCommand(text ? "insertText" : "delete", false, text);
  if (done) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function mend(li) {
  const field = document.getElementById(li.dataset.field);
  const start = field ? placeOf(li, field) : -1;
  if (start < 0) return;
  field.focus({ preventScroll: touch() });
  field.setSelectionRange(start, start + li.dataset.was.length);
  replace(field, li.dataset.mend);
  if (touch()) field.blur();
  li.remove();
}

function clicked(event) {
  const li = event.target.closest("#side li[data-lint]");
  if (!li) return;
  if (event.target.closest("[data-lint-mend]")) {
    event.preventDefault();
    mend(li);
  } else if (!event.target.closest("button")) {
    event.preventDefault();
    go(li);
  }
}

export function start() {
  if (!document.getElementById("draft")) return;
  document.addEventListener("click", clicked);
  document.addEventListener("htmx:afterSettle", paintAll);
  document.addEventListener("input", (event) => {
    if (event.target.matches(marked)) paint(event.target);
  });
  paintAll();
}
