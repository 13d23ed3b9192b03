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

/** While a text is sent the bar says how far; while it is read nobody can say, and the bar runs. */
function onProgress(event) {
  const form = event.target.closest?.("form[data-reading]");
  const wait = form && first("[data-reading-wait]", form);
  if (!wait) return;
  const { loaded, total, lengthComputable } = event.detail;
  const sent = !lengthComputable || loaded >= total;
  const bar = first("progress", wait);
  wait.hidden = false;
  first('[data-reading-phase="sending"]', wait).hidden = sent;
  first('[data-reading-phase="reading"]', wait).hidden = !sent;
  first("[data-reading-share]", wait).textContent = sent ? "" : `${Math.round((loaded / total) * 100)}%`;
  if (sent) bar.removeAttribute("value");
  else bar.value = Math.round((loaded / total) * 100);
}

function onSend(event) {
  if (!event.target.matches?.("form[data-reading]")) return;
  first("[data-reading-wait]", event.target).hidden = false;
}

/** What was read has a page of its own; a refusal is shown in place. */
function onRead(event) {
  const { xhr, requestConfig } = event.detail;
  if (!requestConfig?.elt?.matches?.("form[data-reading]") || xhr.status !== 200) return;
  event.detail.shouldSwap = false;
  location.assign(xhr.responseURL);
}

export function start() {
  document.addEventListener("htmx:beforeRequest", onSend);
  document.addEventListener("htmx:xhr:progress", onProgress);
  document.addEventListener("htmx:beforeSwap", onRead);
  document.addEventListener("focusin", onFocus);
  document.addEventListener("htmx:afterSettle", onSwap);
}
