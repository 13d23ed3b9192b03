/* The list of rooms scrolls on a low screen: the room one is in comes into view. */
import { all } from "./page.js";

export function start() {
  all("[data-nav] [aria-current]").forEach((entry) => entry.scrollIntoView({ block: "nearest" }));
}
