// Tables that are sorted by a click on a column's head.

import { html } from "../ui.js";

/** Rows in an order [key, 1 or -1]; what has no value comes last either way. */
export function sorted(rows, [key, sense]) {
  return [...rows].sort((a, b) => {
    const [x, y] = [a[key], b[key]];
    if (x == null || y == null) return (x == null) - (y == null);
    return sense * (typeof x === "string" ? x.localeCompare(y) : x - y);
  });
}

export const SortHead = ({ id, text, numeric, order: [key, sense], setOrder }) => html`
  <th scope="col" class=${numeric ? "number" : ""} aria-sort=${key === id ? (sense > 0 ? "ascending" : "descending") : undefined}>
    <button type="button" class="sort" onClick=${() => setOrder([id, key === id ? -sense : numeric ? -1 : 1])}>${text}<i aria-hidden="true">${key === id ? (sense > 0 ? "▲" : "▼") : ""}</i></button></th>`;
