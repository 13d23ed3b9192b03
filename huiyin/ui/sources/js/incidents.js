/* The room of an incident: clocks that tick by the second, the last update as a template, pasted
   pictures. What is typed while the line is cut is kept by notes.js. */
import { all, first, serverNow } from "./page.js";

const BEAT = 1000;
let trusted = first("[data-room-now]")?.dataset.roomNow;
const two = (number) => String(number).padStart(2, "0");

/** `11:24`, from an hour on `1:02:09`: as `room.clocks.spell` says it. */
export function spell(milliseconds) {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = two(seconds % 60);
  return hours ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** The server's time as it was when the clocks were drawn: what drifted is put right. */
function trust() {
  const drawn = first("[data-room-now]")?.dataset.roomNow;
  if (drawn && drawn !== trusted) document.documentElement.dataset.skew = String(Number(drawn) - Date.now());
  trusted = drawn;
  tick();
}

function tick() {
  const now = serverNow();
  all("[data-tick-to]").forEach((one) => show(one, Number(one.dataset.tickTo) - now));
  all("[data-tick-since]").forEach((one) => show(one, now - Number(one.dataset.tickSince)));
}

function show(element, milliseconds) {
  const text = spell(milliseconds);
  if (element.firstChild && element.firstChild.nodeValue !== text) element.firstChild.nodeValue = text;
  const card = element.closest(".ck");
  if (element.dataset.tickTo && milliseconds < 0 && card) {
    card.classList.remove("is-ok", "is-soon");
    card.classList.add("is-late");
  }
}

/** Fills the update with the words of the last one, to be put right. */
function useLast(event) {
  const button = event.target.closest?.("[data-use-last]");
  const form = button && button.closest("form");
  if (!form) return;
  all("[data-last]", form).forEach((field) => {
    field.value = field.dataset.last;
  });
  first("[data-last]", form)?.focus();
}

/** A picture from the clipboard becomes the note's file. */
function pasted(event) {
  const form = event.target.closest?.("[data-notes]");
  const file = [...(event.clipboardData?.files || [])][0];
  const field = form && first("input[type=file]", form);
  if (!field || !file) return;
  event.preventDefault();
  const carrier = new DataTransfer();
  carrier.items.add(named(file));
  field.files = carrier.files;
  showName(field);
}

function named(file) {
  const ending = (file.type.split("/")[1] || "png").replace("jpeg", "jpg");
  const name = /^image\.\w+$/.test(file.name) || !file.name ? `${serverNow()}.${ending}` : file.name;
  return new File([file], name, { type: file.type });
}

function showName(field) {
  const label = field.closest("label")?.querySelector("[data-file-name]");
  if (!label) return;
  label.dataset.empty = label.dataset.empty || label.textContent;
  label.textContent = field.files[0]?.name || label.dataset.empty;
}

export function start() {
  document.addEventListener("click", useLast);
  document.addEventListener("paste", pasted);
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-notes] input[type=file]")) showName(event.target);
  });
  document.addEventListener("reset", (event) => {
    const field = event.target.matches?.("[data-notes]") && first("input[type=file]", event.target);
    if (field) setTimeout(() => showName(field));
  });
  if (!first("[data-tick-to], [data-tick-since]")) return;
  tick();
  setInterval(tick, BEAT);
  document.addEventListener("htmx:afterSwap", tick);
  document.addEventListener("htmx:oobAfterSwap", trust);
}
