/* One tap: the short path answers a confirmation without a page, here the page says so itself.
   `form[data-confirms]` posts without a body; forms without scripts get the ordinary answer. */
import { all, first, hourMinute, word } from "./page.js";
import { duration } from "./clocks.js";
import { say } from "./toast.js";

const part = (name, selector) => first(selector, document.getElementById(name).content).cloneNode(true);

/** `按时` or `迟 5 分`, of two moments in milliseconds; `due` NaN when there is no limit. */
function verdict(due, at) {
  return at > due ? word("lateBy", { span: duration(Math.floor((at - due) / 1000)) }) : word("inTime");
}

function fillIn(root, due, at, when) {
  all("[data-confirmed-word]", root).forEach((one) => (one.textContent = verdict(due, at)));
  all("[data-confirmed-at]", root).forEach((one) => (one.textContent = when));
  return root;
}

function markRow(row, at) {
  const clock = first(".clock", row);
  const due = Number(clock.dataset.due || NaN);
  const when = word("confirmedAt", { time: hourMinute(at) });
  first(".hui", row).replaceWith(part("confirmed-row", ".hui"));
  clock.replaceWith(fillIn(part("confirmed-row", ".clock"), due, at, when));
  first(".act", row).replaceChildren(part("confirmed-row", ".btn"));
  row.classList.add("is-done");
  row.focus();
  fewer(first("#n-owed"));
  say({ text: word("answered", { title: first("h3 .cut", row).textContent }) });
}

function markPage(at) {
  const open = first("#panel .bigclock");
  const due = Number(open.dataset.confirmBy || NaN) * 1000;
  const when = hourMinute(at);
  const card = open.parentElement;
  const wide = first(".clock--wide", card);
  const button = part("confirmed-panel", ".btn");
  const step = fillIn(part("confirmed-panel", ".step"), due, at, when);
  open.replaceWith(fillIn(part("confirmed-panel", ".bigclock"), due, at, when));
  if (wide) wide.remove();
  first("#panel .step.is-now").replaceWith(step);
  const docked = first("#dock form[data-confirms]");
  if (docked) docked.replaceWith(button);
  say({ text: word("confirmed") });
}

/** The menu counts what is owed, too. */
function fewer(counter) {
  if (counter) counter.textContent = String(Math.max(0, Number(counter.textContent) - 1));
}

function onConfirmed(event) {
  const form = event.target.closest("form[data-confirms]");
  if (!form) return;
  const at = Date.parse(event.detail.at);
  const row = form.closest(".row");
  if (row) markRow(row, at);
  else markPage(at);
  fewer(first(".nav a[href='/'] .n"));
}

export function start() {
  document.addEventListener("huiyin:confirmed", onConfirmed);
}
