/* Clocks: the server sends the due time, the browser only says what is left of it. */
import { all, fill, serverNow, word } from "./page.js";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const BEAT = 1000;

/** `1 小时 22 分` of seconds, at most two units, as `huiyin.ui.zh.duration` says it. */
export function duration(seconds) {
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor((seconds % DAY) / HOUR);
  const minutes = Math.floor((seconds % HOUR) / MINUTE);
  const say = (name, count) => (count ? word(name, { count }) : "");
  if (days) return [say("days", days), say("hours", hours)].filter(Boolean).join(" ");
  if (hours) return [say("hours", hours), say("minutes", minutes)].filter(Boolean).join(" ");
  return minutes ? say("minutes", minutes) : word("moments");
}

function tick() {
  const now = serverNow();
  all("[data-due]").forEach((clock) => show(clock, now));
  all("[data-seconds-to]").forEach((one) => {
    const rest = Math.max(0, Math.round((Number(one.dataset.secondsTo) - now) / 1000));
    put(one, fill(one.dataset.words || "%(m)d:%(s)s", parts(rest)));
  });
}

const parts = (rest) => ({ m: Math.floor(rest / MINUTE), s: String(rest % MINUTE).padStart(2, "0") });

function show(clock, now) {
  const due = Number(clock.dataset.due);
  const late = now > due;
  const span = duration(Math.floor(Math.abs(due - now) / 1000));
  const label = clock.matches("[data-left]") ? clock : clock.querySelector("[data-left]");
  if (label) put(label, word(late ? "overdue" : "left", { span }));
  const rect = clock.querySelector(".fuse rect");
  const born = Number(clock.dataset.born || due);
  if (rect && due > born) {
    const share = Math.max(0, Math.min(100, Math.floor((100 * (now - born)) / (due - born))));
    rect.setAttribute("width", `${share}%`);
  }
  if (late && clock.matches(".is-ok, .is-soon")) {
    clock.classList.remove("is-ok", "is-soon");
    clock.classList.add("is-late");
  }
}

function put(element, text) {
  if (text && element.textContent !== text) element.textContent = text;
}

export function start() {
  const root = document.documentElement;
  if (root.dataset.now) root.dataset.skew = String(Number(root.dataset.now) - loadedAt());
  if (!document.getElementById("words")) return;
  tick();
  setInterval(tick, BEAT);
  document.addEventListener("htmx:afterSwap", tick);
}

/** When the answer's first byte came: closest to the moment that the server wrote into the page. */
function loadedAt() {
  const entry = performance.getEntriesByType("navigation")[0];
  return performance.timeOrigin + (entry ? entry.responseStart : performance.now());
}
