/* Arrows in the calendar: from day to day in a month, back and forth in a week or a day. */
import { isOpen } from "./overlay.js";
import { all, first, typing } from "./page.js";

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function turn(by) {
  const link = first(by < 0 ? "[data-calendar] [data-before]" : "[data-calendar] [data-after]");
  if (link) link.click();
  return Boolean(link);
}

function among(days, by) {
  const focused = days.indexOf(document.activeElement);
  const at = focused < 0 ? days.findIndex((day) => day.hasAttribute("aria-current")) : focused;
  const next = days[at + by];
  if (next) next.focus();
  return next ? true : turn(by);
}

function onKey(event) {
  const by = STEPS[event.key];
  if (!by || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (typing(event) || isOpen() || event.defaultPrevented) return;
  const days = all("[data-day]");
  const still = document.activeElement === document.body || days.includes(document.activeElement);
  if (!still) return;
  const used = days.length ? among(days, by) : Math.abs(by) === 1 && turn(by);
  if (used) event.preventDefault();
}

export function start() {
  if (first("[data-calendar]")) document.addEventListener("keydown", onKey);
}
