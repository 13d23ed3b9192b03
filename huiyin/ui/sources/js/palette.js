/* The command palette: what this page offers at once, what the server finds a moment later. */
import { close, isOpen, open } from "./overlay.js";
import { all, first, make, word } from "./page.js";

const WAIT = 150;

let list;
let own;
let timer;
let asked = 0;

function show() {
  const root = open("palette");
  if (!root) return;
  list = first('[role="listbox"]', root);
  own = all(".pal-item", list);
  const input = first("input", root);
  input.addEventListener("input", () => search(input));
  root.addEventListener("keydown", (event) => move(event, input));
  draw(own, input);
}

function search(input) {
  const text = input.value.trim().toLowerCase();
  const hits = own.filter((item) => item.textContent.toLowerCase().includes(text));
  draw(hits, input);
  clearTimeout(timer);
  const address = document.body.dataset.paletteUrl;
  if (text && address) timer = setTimeout(() => ask(address, text, hits, input), WAIT);
}

async function ask(address, text, hits, input) {
  const turn = ++asked;
  try {
    const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`, {
      headers: { "HX-Request": "true" },
      credentials: "same-origin",
    });
    if (!answer.ok || turn !== asked || !isOpen()) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    draw([...hits, ...all(".pal-item", found)], input);
  } catch {
    return; // what the page offers itself stays
  }
}

function draw(items, input) {
  list.textContent = "";
  let group = null;
  items.forEach((item, place) => {
    if (item.dataset.group !== group) {
      group = item.dataset.group;
      list.append(make("div", { class: "pal-group", role: "presentation", text: group }));
    }
    item.id = `palette-${place}`;
    item.tabIndex = -1;
    list.append(item);
  });
  if (!items.length) list.append(make("p", { class: "pal-none", text: word("nothing") }));
  mark(0, input);
}

function mark(place, input) {
  const items = all(".pal-item", list);
  items.forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
  if (!items[place]) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", items[place].id);
  items[place].scrollIntoView({ block: "nearest" });
}

function move(event, input) {
  const items = all(".pal-item", list);
  const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && items.length) {
    event.preventDefault();
    mark((at + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length, input);
  } else if (event.key === "Enter" && !event.isComposing && items[at]) {
    event.preventDefault();
    items[at].click();
    close();
  }
}

export function start() {
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette]")) return;
    event.preventDefault();
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (!isOpen()) show();
  });
}
