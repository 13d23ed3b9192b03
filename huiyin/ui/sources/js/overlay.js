/* Dialogs: one at a time, the focus stays inside, Esc closes and gives the focus back. */
import { all, first } from "./page.js";

const REACHABLE =
  'a[href], button:not([disabled]), input:not([disabled]):not([type="hidden"]), ' +
  'select:not([disabled]), textarea:not([disabled]), [tabindex]:not([tabindex="-1"])';

let current = null;

/** Whether a dialog is open. */
export const isOpen = () => current !== null;

/** Opens `<template id="overlay-NAME">`; returns its root, or null when the page has none. */
export function open(name) {
  const template = document.getElementById(`overlay-${name}`);
  if (!template || current) return null;
  const root = template.content.firstElementChild.cloneNode(true);
  const back = document.activeElement;
  document.body.append(root);
  hold(root, () => root.remove(), back);
  document.dispatchEvent(new CustomEvent("huiyin:opened", { detail: { name, root } }));
  return root;
}

/** Keeps the focus inside `root` until `close()`; `leave` takes it off the page. */
export function hold(root, leave, back = document.activeElement) {
  const aside = all("body > *").filter((one) => one !== root && !one.contains(root));
  const hidden = aside.filter((one) => !one.hasAttribute("aria-hidden") && one.tagName !== "SCRIPT");
  hidden.forEach((one) => one.setAttribute("aria-hidden", "true"));
  const onKey = (event) => keep(event, root);
  root.addEventListener("keydown", onKey);
  current = { root, leave, back, hidden, onKey };
  (first("[autofocus], input:not([type=hidden]), textarea", root) || reachable(root)[0] || root).focus();
}

/** Closes what is open and gives the focus back. */
export function close() {
  if (!current) return;
  const { root, leave, back, hidden, onKey } = current;
  current = null;
  root.removeEventListener("keydown", onKey);
  hidden.forEach((one) => one.removeAttribute("aria-hidden"));
  leave();
  if (back && back.focus) back.focus();
}

const reachable = (root) => all(REACHABLE, root).filter((one) => one.offsetParent !== null);

function keep(event, root) {
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    close();
  } else if (event.key === "Tab") {
    turn(event, reachable(root));
  }
}

function turn(event, ring) {
  if (!ring.length) return event.preventDefault();
  const last = ring.length - 1;
  const at = ring.indexOf(document.activeElement);
  if (event.shiftKey ? at <= 0 : at === last || at < 0) {
    event.preventDefault();
    ring[event.shiftKey ? last : 0].focus();
  }
}

export function start() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) open(opener.dataset.open);
    else if (event.target.closest("[data-close]")) close();
    else if (event.target.classList.contains("scrim")) close();
  });
}
