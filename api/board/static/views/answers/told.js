// An answer of a kind that has no page of its own yet, as a person reads it: texts first, figures with their names.

import { html } from "../../ui.js";
import { words } from "../../logic/format.js";

export function Told({ value }) {
  if (value == null || value === "") return html`<p class="quiet">Nothing to tell.</p>`;
  if (Array.isArray(value)) {
    if (!value.length) return html`<p class="quiet">None.</p>`;
    return html`<ul>${value.map((each) => html`<li><${Told} value=${each} /></li>`)}</ul>`;
  }
  if (typeof value !== "object") return html`<span>${String(value)}</span>`;
  if (Array.isArray(value.sentences)) return html`<ul>${value.sentences.map((text) => html`<li>${text}</li>`)}</ul>`;
  if (typeof value.text === "string") return html`<p>${value.rule && html`<b>${words(value.rule)}</b> `}${value.text}</p>`;
  return html`<dl class="told">${Object.entries(value).filter(([, each]) => each !== "" && each != null).map(([key, each]) => html`
    <div><dt>${words(key)}</dt><dd><${Told} value=${each} /></dd></div>`)}</dl>`;
}
