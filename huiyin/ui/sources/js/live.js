/* Live: one EventSource per page. An event's name is the topic that changed; elements listen with
   hx-trigger="live:case:… from:body throttle:1s". After three failures the page polls instead. */
import { all, first, hourMinute, serverNow, word } from "./page.js";

const POLL = 30_000;
const AGAIN = [1000, 3000, 8000, 20_000];
const FAILURES = 3;

const EVERYBODY = "everybody"; // went out to many: each page looks at its own after a while
const SPREAD = 15_000;
const EVERYTHING = "everything"; // the server missed something itself: look at all again

const PAUSE = 1050; // longer than the throttle of the elements, which drops what comes within it
const told = new Map();

let source;
let known = new Set();
let failures = 0;
let polling;
let heard = 0;

function connect() {
  const { liveUrl, liveTopics } = document.body.dataset;
  if (!liveUrl || !liveTopics || !window.EventSource) return;
  const address = new URL(liveUrl, location.href);
  address.searchParams.set("topics", liveTopics);
  source = new EventSource(address);
  source.addEventListener("open", opened);
  source.addEventListener("error", failed);
  source.addEventListener(EVERYTHING, everything);
  source.addEventListener(EVERYBODY, () => setTimeout(mine, Math.random() * SPREAD));
  known = new Set();
  listen();
}

/** Listens to the topics that the page's elements wait for, those of swapped parts too. */
function listen() {
  if (!source) return;
  wanted().forEach((topic) => {
    if (known.has(topic)) return;
    known.add(topic);
    source.addEventListener(topic, () => announce(topic));
  });
}

function wanted() {
  const topics = new Set();
  all("[hx-trigger*='live:']").forEach((one) => {
    const names = one.getAttribute("hx-trigger").match(/live:[^\s,[]+/g) || [];
    names.forEach((name) => topics.add(name.slice("live:".length)));
  });
  return topics;
}

/** Tells the elements, at most once per pause; what comes within it is told at its end, never dropped. */
function announce(topic) {
  heard = serverNow();
  const now = performance.now();
  const last = told.get(topic) ?? -PAUSE;
  if (last > now) return;
  const wait = Math.max(last + PAUSE - now, 0);
  told.set(topic, now + wait);
  const tell = () => document.body.dispatchEvent(new CustomEvent(`live:${topic}`));
  if (wait) setTimeout(tell, wait);
  else tell();
}

/** What somebody is typing in a part is not replaced under their hands: it follows the next news. */
function spare(event) {
  const part = event.detail.target;
  if (!part?.matches?.("[data-keeps-typed]")) return;
  const fields = all("textarea, input:not([type=hidden])", part);
  const typed = fields.some((one) => "defaultValue" in one && one.value !== one.defaultValue);
  if (typed && event.detail.requestConfig?.verb === "get") event.detail.shouldSwap = false;
}

function opened() {
  const wasLost = failures > 0;
  failures = 0;
  heard = serverNow();
  clearInterval(polling);
  polling = undefined;
  show(true);
  if (wasLost) everything();
}

function failed() {
  source.close();
  failures += 1;
  show(false);
  if (failures >= FAILURES && !polling) polling = setInterval(everything, POLL);
  setTimeout(connect, AGAIN[Math.min(failures, AGAIN.length) - 1]);
}

/** Asks anew for what is about the person who looks at the page. */
function mine() {
  [...wanted()].filter((topic) => topic.startsWith("person:")).forEach(announce);
}

/** Asks anew for everything that listens: what was missed while the line was cut. */
function everything() {
  wanted().forEach(announce);
}

function show(isLive) {
  const light = first("#live");
  if (!light) return;
  light.classList.toggle("is-lost", !isLive);
  const text = isLive ? word("live") : word("lost", { time: hourMinute(heard) });
  const label = first("[data-live-word]", light);
  if (label && label.textContent !== text) label.textContent = text;
}

export function start() {
  document.addEventListener("htmx:beforeSwap", spare);
  heard = serverNow();
  connect();
  document.addEventListener("htmx:afterSettle", listen);
  addEventListener("pagehide", () => source && source.close());
  addEventListener("pageshow", (event) => event.persisted && connect());
}
