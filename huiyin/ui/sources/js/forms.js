/* Forms: sent once, unsaved work guarded, autosave said aloud, arrow keys in radio groups. */
import { all, first, hourMinute, serverNow, word } from "./page.js";

let dirty = false;

function once(event) {
  const form = event.target;
  if (!form.matches("form[data-once]") || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  const button = event.submitter || first("button:not([type=button])", form);
  if (button) button.classList.add("is-busy");
}

function release() {
  all("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    all(".is-busy", form).forEach((button) => button.classList.remove("is-busy"));
  });
}

function guard(event) {
  if (!dirty) return;
  event.preventDefault();
  event.returnValue = word("unsaved");
}

/** `data-guard` warns before leaving; `data-autosave` is cleaned by every saved answer. */
function watch() {
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-guard]")) dirty = true;
  });
  document.addEventListener("submit", () => (dirty = false));
  addEventListener("beforeunload", guard);
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.closest("[data-autosave]") === event.target) status(word("saving"));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.target.matches("[data-autosave]")) return;
    if (!event.detail.successful) return status(word("notSaved"));
    dirty = false;
    status(word("saved", { time: hourMinute(serverNow()) }));
  });
}

function status(text) {
  all("[data-autosave-status]").forEach((one) => (one.textContent = text));
}

/** Arrow keys, Home and End inside role=radiogroup (ARIA practices: selection follows focus). */
function arrows(event) {
  const group = event.target.closest('[role="radiogroup"]');
  if (!group || !event.target.matches('[role="radio"]')) return;
  const radios = all('[role="radio"]:not([disabled])', group);
  const at = radios.indexOf(event.target);
  const moves = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 };
  if (!(event.key in moves)) return;
  event.preventDefault();
  const next = radios[(moves[event.key] + radios.length) % radios.length];
  next.focus();
  next.click();
}

function busy(event, on) {
  const source = event.detail.elt;
  const button = source.matches("form") ? event.detail.requestConfig?.triggeringEvent?.submitter : source;
  if (button && button.matches?.(".btn")) button.classList.toggle("is-busy", on);
}

export function start() {
  document.addEventListener("submit", once);
  document.addEventListener("keydown", arrows);
  document.addEventListener("htmx:beforeRequest", (event) => busy(event, true));
  document.addEventListener("htmx:afterRequest", (event) => busy(event, false));
  addEventListener("pageshow", release);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  watch();
}
