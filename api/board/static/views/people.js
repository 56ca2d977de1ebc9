import { html } from "../ui.js"; export const People = () => html`<p>People</p>`;
