/* Small words that every island shares: finding, building, words in the viewer's language. */

export const first = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

let known;

/** A word of the page's `#words`; "" when the page has none. */
export function word(name, values = {}) {
  if (!known) {
    const source = document.getElementById("words");
    known = source ? JSON.parse(source.textContent) : {};
  }
  return fill(known[name] || "", values);
}

/** Fills `%(name)s` and `%(name)d` as Python does. */
export function fill(text, values) {
  return text.replace(/%\((\w+)\)[sd]/g, (_, name) => String(values[name] ?? ""));
}

/** An element with classes, attributes and text; text is never read as HTML. */
export function make(tag, { text = "", ...attributes } = {}) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text) element.textContent = text;
  return element;
}

/** One symbol of the sprite. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${document.documentElement.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

/** Whether the event happens while somebody types. */
export function typing(event) {
  const target = event.target;
  if (!target || !target.tagName) return false;
  const field = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  const button = /^(button|checkbox|radio|submit|reset|range|color|file)$/.test(target.type || "");
  return target.isContentEditable || (field && !button);
}

/** The server's time in milliseconds: the browser's clock plus the page's skew. */
export function serverNow() {
  return Date.now() + Number(document.documentElement.dataset.skew || 0);
}

/** `14:20` of an instant in the zone of the page, which may differ from the browser's. */
export function hourMinute(milliseconds) {
  const timeZone = document.documentElement.dataset.zone || undefined;
  const words = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  return new Intl.DateTimeFormat("en-GB", words).format(new Date(milliseconds));
}

/** The token that Django wants with every change. */
export function csrf() {
  return first('meta[name="csrf"]')?.content || "";
}
