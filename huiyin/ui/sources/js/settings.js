/* The choices of the settings dialog: theme and size, kept in this browser. */
import { all } from "./page.js";

const choices = { themeChoice: "huiyin.theme", sizeChoice: "huiyin.size" };

function show() {
  const root = document.documentElement.dataset;
  all("[data-theme-choice]").forEach((one) => check(one, one.dataset.themeChoice === root.chosen));
  all("[data-size-choice]").forEach((one) => check(one, one.dataset.sizeChoice === root.size));
}

function check(button, on) {
  button.setAttribute("aria-checked", String(on));
  button.tabIndex = on ? 0 : -1;
}

function choose(event) {
  const button = event.target.closest("[data-theme-choice], [data-size-choice]");
  if (!button) return;
  for (const [name, key] of Object.entries(choices)) {
    if (button.dataset[name]) localStorage.setItem(key, button.dataset[name]);
  }
  dispatchEvent(new Event("huiyin:theme"));
  show();
}

export function start() {
  document.addEventListener("click", choose);
  document.addEventListener("huiyin:opened", show);
  show();
}
