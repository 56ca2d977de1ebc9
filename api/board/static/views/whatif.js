import { html } from "../ui.js"; export const WhatIf = () => html`<p>WhatIf</p>`;
