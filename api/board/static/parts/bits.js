// Small pieces that every view uses.

import { html } from "../ui.js";

/** A row of choices of which one holds. */
export const Segments = ({ label, value, options, set }) => html`
  <div class="segments" role="group" aria-label=${label}>
    ${options.map(([id, text]) => html`
      <button type="button" aria-pressed=${String(value === id)} onClick=${() => set(id)}>${text}</button>`)}
  </div>`;

/** A select with its label inside the frame. */
export const Choice = ({ label, value, options, set, all }) => html`
  <label class="choice">
    <span>${label}</span>
    <select value=${value} onChange=${(event) => set(event.target.value)}>
      ${all !== undefined && html`<option value="">${all}</option>`}
      ${options.map(([id, text]) => html`<option value=${id} selected=${id === value}>${text}</option>`)}
    </select>
  </label>`;

/** A labelled field of a form. */
export const Field = ({ label, hint, children }) => html`
  <label class="field"><span class="field-label">${label}${hint && html` <small>${hint}</small>`}</span>${children}</label>`;

/** A figure with its name, and how it changed. */
export const Figure = ({ name, value, sub, tone, title }) => html`
  <div class="figure" title=${title}>
    <dt>${name}</dt>
    <dd><span class="figure-value">${value}</span>${sub && html`<span class=${`figure-sub ${tone ?? ""}`}>${sub}</span>`}</dd>
  </div>`;

/** A bar of a share of a whole, with a mark where it should be. */
export const Meter = ({ share, mark, tone, label }) => html`
  <div class=${`meter ${tone ?? ""}`} role="img" aria-label=${label}>
    <i style=${{ width: `${Math.min(100, Math.max(0, share * 100))}%` }}></i>
    ${mark != null && html`<b style=${{ left: `${Math.min(100, mark * 100)}%` }}></b>`}
  </div>`;

const PATHS = {
  undo: "M6 4 2.5 7.5 6 11M3 7.5h6.5a4 4 0 0 1 0 8H7",
  redo: "M10 4l3.5 3.5L10 11M13 7.5H6.5a4 4 0 0 0 0 8H9",
  close: "M4 4l8 8M12 4l-8 8",
  pin: "M6 2h4l-.5 4L12 9H4l2.500-3L6 2ZM8 9v5",
  search: "M7 2.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9ZM10.500 10.500 14 14",
  play: "M5 3.500v9l7-4.500-7-4.500Z",
  stop: "M4 4h8v8H4z",
  down: "M8 2v8M4.500 7 8 10.500 11.500 7M3 13.500h10",
  open: "M4 6l4 4 4-4",
  person: "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.500 14c.5-3 2.800-4.500 5.500-4.500s5 1.500 5.500 4.500",
  warn: "M8 2 1.500 13.500h13L8 2ZM8 6.500v3.500M8 12v.1",
};

/** A small drawing; said by the text or label beside it. */
export const Icon = ({ name }) => html`
  <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
