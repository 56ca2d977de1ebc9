// The board: everybody and everything they are booked on, under the hand.

import { html } from "../ui.js";
import { Compared, NoPlan, Solving } from "./banners.js";
import { Effect } from "./effect.js";
import { Grid } from "./grid.js";
import { Panel } from "./panel.js";
import { Toolbar } from "./toolbar.js";

export function Board() {
  return html`
    <h1 class="hidden">Plan board</h1>
    <${Toolbar} />
    <${Solving} />
    <${NoPlan} />
    <${Compared} />
    <div class="desk"><${Grid} /><${Panel} /></div>
    <${Effect} />`;
}
