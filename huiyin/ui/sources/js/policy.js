/* The regulation: finding and filtering while typing, the chapter in sight, all open for the printer. */
import { all, fill, first, typing } from "./page.js";

let wanted = "";

const entries = () => all("[data-clause]");

function fits(entry, words) {
  const text = entry.dataset.text.toLowerCase();
  const marked = !wanted || entry.dataset.marks.split(" ").includes(wanted);
  return marked && words.every((word) => text.includes(word));
}

function look(root) {
  const field = first("[data-policy-q]", root);
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  entries().forEach((entry) => {
    entry.hidden = !fits(entry, words);
    entry.toggleAttribute("data-row", !entry.hidden);
  });
  all("[data-depth]", root).forEach(count);
  first('[data-part-of="channels"]', root)?.toggleAttribute("hidden", Boolean(wanted || words.length));
  const shown = entries().filter((entry) => !entry.hidden).length;
  const said = first("[data-policy-said]", root);
  said.textContent = fill(said.dataset.form, { count: shown });
  first("[data-policy-none]", root).hidden = shown > 0;
  root.scrollTop = Math.min(root.scrollTop, first("[data-policy-find]", root).parentElement.offsetTop);
  spy(root);
}

function shownIn(part) {
  return all("[data-clause]", part).filter((entry) => !entry.hidden).length;
}

/** What the filter leaves in the chapters below the first of `parts`. */
function under([part, ...rest]) {
  const end = rest.findIndex((other) => Number(other.dataset.depth) <= Number(part.dataset.depth));
  return rest.slice(0, end < 0 ? rest.length : end).reduce((sum, other) => sum + shownIn(other), 0);
}

function count(part, place, parts) {
  const shown = shownIn(part);
  part.hidden = !shown && !under(parts.slice(place));
  const line = first(`[data-part="${part.dataset.partOf}"]`);
  const number = line && first("[data-part-count]", line);
  if (number) number.textContent = shown;
  if (line) line.parentElement.classList.toggle("is-none", part.hidden);
}

function address(root) {
  const query = new URLSearchParams();
  const words = first("[data-policy-q]", root).value.trim();
  if (wanted) query.set("show", wanted);
  if (words) query.set("q", words);
  const search = query.toString();
  history.replaceState(history.state, "", search ? `?${search}` : location.pathname);
}

function choose(chip, root) {
  wanted = chip.dataset.show;
  all("[data-show]", root).forEach((one) => one.removeAttribute("aria-current"));
  chip.setAttribute("aria-current", "true");
  look(root);
  address(root);
}

/** Marks the chapter whose heading was passed last. */
function spy(root) {
  const top = root.getBoundingClientRect().top + 140;
  const parts = all("[data-part-of]", root).filter((part) => !part.hidden);
  const passed = parts.filter((part) => part.getBoundingClientRect().top <= top).pop() || parts[0];
  all("[data-part]", root).forEach((line) => {
    const here = Boolean(passed) && line.dataset.part === passed.dataset.partOf;
    if (here && !line.hasAttribute("aria-current")) {
      line.setAttribute("aria-current", "true");
      line.scrollIntoView({ block: "nearest" });
    } else if (!here) line.removeAttribute("aria-current");
  });
}

/** A clause that a link leads to is shown, whatever the filter hides. */
function reveal(root) {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target || !target.hidden) return;
  first("[data-policy-q]", root).value = "";
  choose(first('[data-show=""]', root), root);
  target.scrollIntoView();
}

function keys(event, root) {
  if (event.key !== "/" || typing(event) || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  first("[data-policy-q]", root).focus();
}

export function start() {
  const root = first("[data-policy]");
  if (!root) return;
  wanted = first("[data-show][aria-current]", root)?.dataset.show || "";
  root.addEventListener("input", (event) => {
    if (event.target.matches("[data-policy-q]")) {
      look(root);
      address(root);
    }
  });
  root.addEventListener("submit", (event) => event.preventDefault());
  root.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-show]");
    if (!chip) return;
    event.preventDefault();
    choose(chip, root);
  });
  let waiting = 0;
  root.addEventListener("scroll", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => spy(root));
  });
  document.addEventListener("keydown", (event) => keys(event, root));
  window.addEventListener("hashchange", () => reveal(root));
  window.addEventListener("beforeprint", () => {
    all("[data-clause-more]", root).forEach((more) => {
      more.open = true;
    });
  });
  reveal(root);
  spy(root);
}
