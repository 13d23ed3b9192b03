/* The editor of a draft: slips named at their fields, saved when the pen rests, keys, panes, the list.
   The server draws and judges; this carries `[data-problem]` to `[data-field]` and keeps time. */
import { all, first, make, typing } from "./page.js";

const REST = 1500;
const REDRAWN = ["=", "*"];

let timer;
let dirty = false;
let saving = false;
let waiting = null;
let only = "";

const forms = new WeakSet();
const page = () => document.getElementById("editor");
const form = () => document.getElementById("clause");

function state(text) {
  const place = document.getElementById("pen-state");
  if (place) place.textContent = text;
}

function changed() {
  dirty = true;
  state(document.getElementById("pen-state")?.dataset.unsaved || "");
  clearTimeout(timer);
  timer = setTimeout(keep, REST);
}

function keep() {
  clearTimeout(timer);
  const button = document.getElementById("keep");
  if (button) window.htmx.trigger(button, "keep");
}

/** The field of a slip, or the nearest row around it. */
function fieldOf(name) {
  let place = name;
  while (place) {
    const found = all("[data-field], article[id]").find((one) => (one.dataset.field || one.id) === place);
    if (found) return found;
    place = place.includes(".") ? place.slice(0, place.lastIndexOf(".")) : "";
  }
  return first("[data-field=toml]");
}

const TEXT = "input:not([type=hidden]):not([type=checkbox]), textarea";
const inputIn = (field) => first(TEXT, field) || first("select, input:not([type=hidden])", field);

function clear() {
  all(".pen-at").forEach((one) => one.remove());
  all("#clause [aria-invalid]").forEach((one) => {
    one.removeAttribute("aria-invalid");
    one.removeAttribute("aria-describedby");
  });
  all("#clause .is-hinted").forEach((one) => one.classList.remove("is-hinted"));
}

function named() {
  clear();
  form()?.classList.toggle("is-wrong", Boolean(first("#verdict [data-problem]")));
  all("#verdict [data-problem]").forEach((one, number) => {
    const field = first("[data-field=toml]") || fieldOf(one.dataset.problem);
    const input = field && inputIn(field);
    if (!input) return;
    const line = one.dataset.line && input.id === "toml" ? `${first("a", one).textContent} ` : "";
    const note = make("p", { class: "wrong pen-at", id: `slip-${number}`, text: `${line}${first("span", one).textContent}` });
    if (input.id === "toml") field.prepend(note);
    else field.append(note);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", note.id);
  });
  all("#verdict [data-hint]").forEach((one) => fieldOf(one.dataset.hint)?.classList.add("is-hinted"));
}

function toSlip(event) {
  const item = event.target.closest("#verdict [data-problem], #verdict [data-hint]");
  if (!item) return;
  event.preventDefault();
  const field = first("[data-field=toml]") || fieldOf(item.dataset.problem ?? item.dataset.hint);
  const input = field && inputIn(field);
  if (!input) return;
  const pane = field.closest("[data-part]");
  if (pane) show(pane.dataset.part);
  input.closest("details")?.setAttribute("open", "");
  input.focus();
  const line = Number(item.dataset.line);
  if (input.id !== "toml" || !line) return;
  const lines = input.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  input.setSelectionRange(start, start + lines[line - 1].length);
}

function show(pane) {
  const root = page();
  root.dataset.pane = pane;
  all("[data-pane-to]", root).forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.paneTo === pane)));
}

/** The list: what is open, what is looked for, what alone is shown. */
function list() {
  const open = form()?.dataset.clause;
  all("#clauses [data-clause] a").forEach((one) => {
    const here = one.closest("[data-clause]").dataset.clause === open;
    if (here) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
    if (here) one.scrollIntoView({ block: "nearest" });
  });
  sift();
}

function sift() {
  const wanted = (document.getElementById("pen-search")?.value || "").trim().toLowerCase();
  all("#clauses li[data-clause]").forEach((one) => {
    const fits = one.textContent.toLowerCase().includes(wanted);
    one.hidden = !fits || (only === "changed" && !("changed" in one.dataset)) || (only === "wrong" && !("wrong" in one.dataset));
  });
  all("#clauses .pen-chapter").forEach((one) => (one.hidden = Boolean(wanted || only)));
  all("#clauses [data-only]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.only === only)));
}

function edit() {
  show("rules");
  const field = first(".pen-rule select") || first("#toml") || first(".pen-text textarea");
  if (field) field.focus();
}

function clicked(event) {
  const at = (selector) => event.target.closest(selector);
  if (at("[data-pane-to]")) show(at("[data-pane-to]").dataset.paneTo);
  else if (at("[data-save]")) keep();
  else if (at("[data-edit]")) edit();
  else if (at("[data-only]")) {
    only = at("[data-only]").dataset.only;
    sift();
  } else toSlip(event);
}

function key(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const pressed = event.key.toLowerCase();
  if (pressed === "s") {
    event.preventDefault();
    keep();
  } else if (pressed === "z" && !typing(event)) {
    event.preventDefault();
    first(`[data-step=${event.shiftKey ? "redo" : "undo"}]:not([disabled])`)?.click();
  }
}

/** Whoever leaves a clause waits until its words are kept and what was asked about them is answered. */
function leaving(event) {
  const link = event.detail.elt;
  if (link.id === "keep") saving = true;
  if (!link.matches?.("a[hx-get], [data-step], .pen-new, .pen-new *")) return;
  if (dirty && !saving) keep();
  if (!saving && !form()?.classList.contains("htmx-request")) return;
  event.preventDefault();
  waiting = link;
}

function kept(event) {
  const { elt, successful } = event.detail;
  if (elt.id === "keep") saving = false;
  if (elt.id === "keep" || elt.matches?.("[data-mine]")) {
    if (successful) dirty = false;
    else waiting = null;
  }
  const link = waiting;
  if (!link || saving || elt.matches?.("a[hx-get], [data-step]")) return;
  waiting = null;
  setTimeout(() => link.isConnected && link.click(), 0);
}

/** What was asked about a form that is not there any more is not shown. */
function watched() {
  const one = form();
  if (!one || forms.has(one)) return;
  forms.add(one);
  one.addEventListener("htmx:beforeOnLoad", (event) => {
    if (!one.isConnected) event.preventDefault();
  });
}

function settled() {
  watched();
  if ("unsaved" in (form()?.dataset || {})) {
    delete form().dataset.unsaved;
    changed();
  }
  named();
  list();
}

function swapped(event) {
  const arrived = event.detail.elt?.id === "clause" && !("unsaved" in event.detail.elt.dataset);
  if (!arrived) return;
  dirty = false;
  clearTimeout(timer);
  const pane = page().dataset.pane;
  show(pane === "list" ? "text" : pane);
}

export function start() {
  if (!page()) return;
  document.addEventListener("click", clicked);
  document.addEventListener("keydown", key);
  document.addEventListener("input", (event) => {
    if (event.target.id === "pen-search") sift();
    else if (event.target.closest("#clause")) changed();
  });
  document.addEventListener("change", (event) => {
    const select = event.target.closest("#clause select");
    if (select && (REDRAWN.includes(select.value) || "redraw" in select.dataset)) document.getElementById("redraw").click();
  });
  document.addEventListener("htmx:beforeRequest", leaving);
  document.addEventListener("htmx:afterRequest", kept);
  document.addEventListener("htmx:load", swapped);
  document.addEventListener("htmx:afterSettle", settled);
  document.addEventListener("htmx:oobAfterSwap", () => setTimeout(settled, 0));
  show(page().dataset.pane);
  watched();
  named();
  list();
}
