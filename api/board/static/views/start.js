import { html } from "../ui.js"; export const Start = () => html`<p>Start</p>`;
