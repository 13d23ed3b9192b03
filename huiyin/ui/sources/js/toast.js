/* Toasts: what was done, with undo for 8 s. From the server: HX-Trigger {"toast": {text, undo}}. */
import { csrf, first, make, word } from "./page.js";

const STAY = 8000;

/** Shows `text`; `undo` is an address that takes the reverse by POST; `kind` "late" for errors. */
export function say({ text, undo = "", kind = "" }) {
  const place = first("#toasts") || document.body;
  const toast = make("div", { class: kind ? `toast toast--${kind}` : "toast" });
  toast.append(make("span", { text }));
  if (undo) toast.append(button(undo, toast));
  place.textContent = "";
  place.append(toast);
  fade(toast);
}

function button(address, toast) {
  const undo = make("button", { type: "button", "data-undo": address, text: word("undo") });
  undo.append(" ", make("span", { class: "kbd", text: "Z" }));
  undo.addEventListener("click", () => takeBack(address, toast), { once: true });
  return undo;
}

function takeBack(address, toast) {
  toast.remove();
  if (window.htmx) {
    window.htmx.ajax("POST", address, { source: document.body, swap: "none" });
  } else {
    fetch(address, { method: "POST", headers: { "X-CSRFToken": csrf() }, credentials: "same-origin" });
  }
}

function fade(toast) {
  let timer = setTimeout(() => toast.remove(), STAY);
  toast.addEventListener("mouseenter", () => clearTimeout(timer));
  toast.addEventListener("mouseleave", () => (timer = setTimeout(() => toast.remove(), STAY)));
}

export function start() {
  document.body.addEventListener("toast", (event) => say(event.detail));
  document.body.addEventListener("htmx:sendError", () => say({ text: word("failed"), kind: "late" }));
  document.body.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    if (status !== 422) say({ text: word("refused"), kind: "late" });
  });
  document.querySelectorAll("#toasts .toast").forEach(fade);
}
