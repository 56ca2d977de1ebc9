import { html } from "../ui.js"; export const Projects = () => html`<p>Projects</p>`;
