/* The audience picker: chips of what was chosen, taken away by click or Backspace; a hidden field
   per chip carries the choice, so the form works without scripts; each change asks for the count. */
import { all, first } from "./page.js";

function changed(picker) {
  picker.dispatchEvent(new Event("change", { bubbles: true }));
}

function remove(chip) {
  const picker = chip.closest("[data-audience]");
  const next = chip.nextElementSibling || chip.previousElementSibling;
  chip.remove();
  const focus = next && first("button", next);
  (focus || first("[data-audience-search]", picker))?.focus();
  changed(picker);
}

/** Moves a search result (`[data-audience-add]`, with a `<template>` of its chip) among the chips. */
function add(result) {
  const picker = result.closest("[data-audience]");
  const chips = first("[data-audience-chips]", picker);
  const chip = first("template", result)?.content.firstElementChild?.cloneNode(true);
  const search = first("[data-audience-search]", picker);
  if (!chip || !chips) return;
  const twin = all("[data-chip]", chips).some((one) => one.dataset.chip === chip.dataset.chip);
  if (!twin) chips.append(chip);
  if (search) {
    search.value = "";
    search.focus();
    search.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (!twin) changed(picker);
}

function walk(event) {
  const picker = event.target.closest("[data-audience]");
  if (!picker) return;
  const results = all("[data-audience-add]", picker);
  const search = first("[data-audience-search]", picker);
  const stops = [search, ...results].filter(Boolean);
  const at = stops.indexOf(document.activeElement);
  if (at < 0) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    stops[(at + (event.key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length].focus();
  } else if (event.key === "Enter" && event.target === search) {
    event.preventDefault();
    results[0]?.click();
  } else if (event.key === "Backspace" && event.target === search && !search.value) {
    const chips = all("[data-audience-chips] [data-chip]", picker);
    if (chips.length) remove(chips[chips.length - 1]);
  }
}

export function start() {
  document.addEventListener("click", (event) => {
    const taken = event.target.closest("[data-chip-remove]");
    const found = event.target.closest("[data-audience-add]");
    if (taken) remove(taken.closest("[data-chip]"));
    else if (found) add(found);
  });
  document.addEventListener("keydown", walk);
}
