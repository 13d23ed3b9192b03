/* The heat table by keyboard: one stop for Tab, arrows move from cell to cell, Home and End in a row. */
import { all } from "./page.js";

const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** The links of each row, by column, so that gaps are stepped over. */
function grid(table) {
  return all("tbody tr", table)
    .map((row) => [...row.children].map((cell) => cell.querySelector("a")))
    .filter((row) => row.some(Boolean));
}

function place(rows, link) {
  const row = rows.findIndex((links) => links.includes(link));
  return [row, row < 0 ? -1 : rows[row].indexOf(link)];
}

function next(rows, [row, column], [down, right]) {
  let [r, c] = [row + down, column + right];
  while (r >= 0 && r < rows.length && c >= 0 && c < rows[r].length) {
    if (rows[r][c]) return rows[r][c];
    [r, c] = [r + down, c + right];
  }
  return null;
}

function target(rows, at, key) {
  if (MOVES[key]) return next(rows, at, MOVES[key]);
  const links = rows[at[0]].filter(Boolean);
  if (key === "Home") return links[0];
  return key === "End" ? links[links.length - 1] : null;
}

function move(table, event) {
  const rows = grid(table);
  const at = place(rows, event.target.closest("a"));
  if (at[0] < 0) return;
  const to = target(rows, at, event.key);
  if (!to) return;
  event.preventDefault();
  hold(table, to);
  to.focus();
}

/** The one link of the table that Tab stops at. */
function hold(table, link) {
  all("tbody a", table).forEach((one) => { one.tabIndex = one === link ? 0 : -1; });
}

export function start() {
  all("[data-heat]").forEach((table) => {
    const links = all("tbody a", table);
    if (links.length) hold(table, links[0]);
    table.addEventListener("keydown", (event) => move(table, event));
    table.addEventListener("focusin", (event) => {
      const link = event.target.closest("tbody a");
      if (link) hold(table, link);
    });
  });
}
