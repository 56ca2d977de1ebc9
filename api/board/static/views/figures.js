// The figures above every view: what the plan amounts to, and how a change by hand or another plan differs.

import { html } from "../ui.js";
import * as store from "../store.js";
import { change, hours, money, percent, wholeHours } from "../logic/format.js";
import { Figure } from "../parts/bits.js";

/** Name, how to read it from the KPIs, how to write it, and whether more of it is better. */
export const FIGURES = [
  ["Delivered", (k) => (k.demanded_minutes ? k.delivered_minutes / k.demanded_minutes : null), percent, true, "Of what decided projects ask for"],
  ["Not staffed", (k) => k.shortfall_minutes, wholeHours, false, "Asked for by decided projects and not planned"],
  ["Billable utilisation", (k) => k.billable_utilisation, percent, true, "Billable minutes / effective capacity (contracted less time off)"],
  ["Revenue", (k) => k.revenue, money, true, "Decided work; tentative work is not counted"],
  ["Cost", (k) => k.cost, money, false, "People, contractors and open roles"],
  ["Margin", (k) => k.margin, money, true, "Revenue less cost"],
  ["Overtime", (k) => k.overtime_minutes, wholeHours, false, "Planned beyond what is available"],
  ["Free", (k) => k.bench_minutes, wholeHours, null, "Available and unplanned"],
];

/** `+1.2 pts`, `−£300`, in the figure's own unit. */
export function changeText(write, delta, currency) {
  if (write === percent) return change(Math.round(delta * 1000) / 1000, (d) => `${(d * 100).toFixed(1).replace("-", "−")} pts`);
  if (write === money) return change(delta, (d) => money(d, currency));
  return change(delta, hours);
}

export function Figures() {
  const now = store.figures.value?.kpis;
  const before = (store.edited.value ? store.opened.value.document : store.against.value?.document)?.kpis;
  if (!now) return null;
  const currency = store.currency.value;
  return html`
    <section class="figures" aria-label="Figures of the plan" tabindex="0"><dl>
      ${FIGURES.map(([name, of, write, more, title]) => {
        const value = of(now);
        if (value == null) return null;
        const delta = before ? value - (of(before) ?? value) : 0;
        const tone = !delta || more == null ? "" : delta > 0 === more ? "good" : "bad";
        return html`<${Figure} key=${name} name=${name} title=${title} value=${write(value, write === money ? currency : undefined)}
          sub=${before && Math.abs(delta) > 1e-9 ? changeText(write, delta, currency) : null} tone=${tone} />`;
      })}
    </dl></section>`;
}
