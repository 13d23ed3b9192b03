/* A regulation that was brought: the card in hand shows its words in the text, and the next comes up. */
import { all, first } from "./page.js";

const CARD = "[data-dr-card]";

function show(card) {
  const pane = first("[data-dr-text]");
  if (!pane) return;
  all(".rd.is-on", pane).forEach((mark) => mark.classList.remove("is-on"));
  const marks = all(`[data-card="${card.dataset.drCard}"]`, pane);
  marks.forEach((mark) => mark.classList.add("is-on"));
  const top = marks[0];
  if (!top || getComputedStyle(pane).overflowY === "visible") return;
  const box = pane.getBoundingClientRect();
  pane.scrollTop += top.getBoundingClientRect().top - box.top - box.height / 3;
}

function onFocus(event) {
  const card = event.target.closest?.(CARD);
  if (card) show(card);
}

/** After a decision the next open card is in hand; a form begins at its first field. */
function onSwap(event) {
  const card = first(`#${event.target.id || "none"}`);
  if (!card?.matches?.(CARD)) return;
  if (card.classList.contains("is-editing")) return first("select, input:not([type=hidden])", card)?.focus();
  const cards = all(CARD);
  const rest = cards.slice(cards.indexOf(card) + 1);
  (rest.find((one) => one.classList.contains("is-open")) || card).focus();
}

export function start() {
  document.addEventListener("focusin", onFocus);
  document.addEventListener("htmx:afterSettle", onSwap);
}
