import { html } from "../ui.js"; export const Solve = () => html`<p>Solve</p>`;
