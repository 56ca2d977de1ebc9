// What several answers are made of: a table, what a plan loses goal by goal, a list that is cut where it gets long.

import { html, useState } from "../../ui.js";
import { lossLines } from "../../logic/losses.js";

/** The sentence that answers, and what is said beside it. */
export const Verdict = ({ tone, children, sub }) => html`
  <div class=${`verdict ${tone ?? ""}`}><p>${children}</p>${sub && html`<small>${sub}</small>`}</div>`;

/** A table of cells, columns without anything left out. `heads`: [text, numeric]. On a narrow screen each row is a card,
 *  with its heads beside its cells. */
export function Table({ label, heads, rows }) {
  const kept = heads.map((_, at) => rows.some((row) => row[at] && row[at] !== "–"));
  const shown = (cells) => cells.filter((_, at) => kept[at] || at === 0);
  const columns = shown(heads);
  return html`
    <div class="table-frame" tabindex="0" role="region" aria-label=${label}><table class="table answer-table">
      <caption class="hidden">${label}</caption>
      <thead><tr>${columns.map(([text, numeric]) => html`<th scope="col" class=${numeric ? "number" : ""}>${text}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr>${shown(row).map((cell, at) => at === 0 ? html`<th scope="row">${cell}</th>`
        : html`<td class=${columns[at][1] ? "number" : ""} data-head=${typeof columns[at][0] === "string" ? columns[at][0] : undefined}>${cell && html`<div>${cell}</div>`}</td>`)}</tr>`)}</tbody>
    </table></div>`;
}

/** What one plan loses against another, in the order of the goals. */
export function Losses({ losses, currency }) {
  return html`<${Table} label="Goal by goal" heads=${[["Goal, in order"], ["Against the plan as it is"], ["How sure"]]}
    rows=${lossLines(losses, currency).map((line) => [line.goal, html`<span class=${line.tone}>${line.text}</span>`, html`<span class="quiet">${line.sure}</span>`])} />`;
}

/** Some of a list, and a button for the rest. */
export function Some({ items, most = 8, children }) {
  const [all, setAll] = useState(false);
  return html`${children(all ? items : items.slice(0, most))}
    ${items.length > most && !all && html`<button type="button" class="link" onClick=${() => setAll(true)}>All ${items.length}</button>`}`;
}
