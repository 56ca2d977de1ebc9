// Curves and bars, drawn as SVG by hand: a few dozen points need no library.

import { html } from "../ui.js";
import { useWidth } from "./width.js";

const scale = (from, to, low, high) => (value) => (high === low ? (from + to) / 2 : from + ((value - low) / (high - low)) * (to - from));

const path = (points) => points.map(([x, y], index) => `${index ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/** A curve as steps: a value holds until the next one. */
const steps = (points) => points.flatMap(([x, y], index) => (index ? [[x, points[index - 1][1]], [x, y]] : [[x, y]]));

/** Value and bound of a tier without axes. */
export function Spark({ progress }) {
  const known = progress.filter((each) => each.value != null && each.bound != null);
  if (known.length < 2) return null;
  const all = known.flatMap((each) => [each.value, each.bound]);
  const x = scale(1, 119, known[0].seconds, known.at(-1).seconds);
  const y = scale(24, 2, Math.min(...all), Math.max(...all));
  return html`<svg class="spark" viewBox="0 0 120 26" aria-hidden="true">
    <path class="curve bound" d=${path(steps(known.map((each) => [x(each.seconds), y(each.bound)])))} />
    <path class="curve value" d=${path(steps(known.map((each) => [x(each.seconds), y(each.value)])))} /></svg>`;
}

function ticks(low, high, most) {
  const rough = (high - low || 1) / most;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * unit).find((n) => n >= rough);
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step / 1e6; at += step) found.push(at);
  return found;
}

/** Value and bound of a tier, closing in on each other. */
export function Closing({ progress, write, label, end }) {
  const [frame, W] = useWidth(860);
  const [H, L, B] = [W < 500 ? 200 : 260, 70, 26];
  const values = progress.filter((each) => each.value != null);
  const bounds = progress.filter((each) => each.bound != null);
  const all = [...values.map((each) => each.value), ...bounds.map((each) => each.bound)];
  if (!all.length) return html`<div ref=${frame}><p class="quiet chart-empty">No value yet.</p></div>`;
  const stop = Math.max(end ?? 0, ...progress.map((each) => each.seconds));
  const start = Math.min(...progress.map((each) => each.seconds));
  const pad = (Math.max(...all) - Math.min(...all)) * 0.08 || Math.abs(all[0]) * 0.02 || 1;
  const [low, high] = [Math.min(...all) - pad, Math.max(...all) + pad];
  const x = scale(L, W - 10, start, stop);
  const y = scale(H - B, 10, low, high);
  const line = (list, key) => {
    const points = list.map((each) => [x(each.seconds), y(each[key])]);
    return path(steps([...points, [x(stop), points.at(-1)[1]]]));
  };
  return html`
    <div ref=${frame}><svg class="chart" viewBox="0 0 ${W} ${H}" role="img" aria-label=${label}>
      ${ticks(low, high, 4).map((at) => html`<line class="rule" x1=${L} x2=${W - 10} y1=${y(at)} y2=${y(at)} /><text x=${L - 8} y=${y(at) + 4} text-anchor="end">${write(at)}</text>`)}
      ${ticks(start, stop, W < 500 ? 4 : 6).map((at) => html`<text x=${x(at)} y=${H - 8} text-anchor="middle">${Number(at.toFixed(2))}s</text>`)}
      ${bounds.length > 0 && html`<path class="curve bound" d=${line(bounds, "bound")} />`}
      ${values.length > 0 && html`<path class="curve value" d=${line(values, "value")} />`}
      ${values.map((each) => html`<circle class="point" cx=${x(each.seconds)} cy=${y(each.value)} r="2.500" />`)}
    </svg></div>`;
}

/** One bar for each variant, with zero in sight. */
export function Bars({ rows, write, label }) {
  const values = rows.map((row) => row.value ?? 0);
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values) || 1;
  const x = scale(0, 100, low, high);
  return html`
    <div class="bars" role="img" aria-label=${label}>
      ${rows.map((row) => html`
        <div class="bars-row"><span class="bars-name" title=${row.name}>${row.name}</span>
          <span class="bars-track"><i class=${row.value < 0 ? "neg" : ""} style=${{ left: `${x(Math.min(0, row.value ?? 0))}%`, width: `${Math.max(0.5, Math.abs(x(row.value ?? 0) - x(0)))}%` }}></i></span>
          <span class="bars-value">${row.value == null ? "–" : write(row.value)}</span></div>`)}
    </div>`;
}

/** Everybody's burden on a line, so that a cohort's spread is seen; equal burdens stand above each other. */
export function Strip({ people, low, high, label }) {
  const [frame, W] = useWidth(620);
  const x = scale(10, W - 10, low, high);
  const dots = [];
  for (const person of [...people].sort((a, b) => a.burden - b.burden)) {
    const at = x(person.burden);
    dots.push({ person, at, level: dots.filter((dot) => at - dot.at < 10).length % 4 });
  }
  return html`
    <div class="strip" ref=${frame}><svg viewBox="0 0 ${W} 42" role="img" aria-label=${label}>
      <line class="rule" x1="10" x2=${W - 10} y1="32" y2="32" />
      ${low < 1000 && high > 1000 && html`<line class="target" x1=${x(1000)} x2=${x(1000)} y1="4" y2="40" />`}
      ${people.length > 1 && html`<line class="span" x1=${dots[0].at} x2=${dots.at(-1).at} y1="32" y2="32" />`}
      ${dots.map(({ person, at, level }) => html`<circle class="person-dot" cx=${at} cy=${32 - level * 8} r="4.500"><title>${person.name}: ${Math.round(person.burden / 10)} %</title></circle>`)}
    </svg></div>`;
}

/** Planned hours by week as small columns. */
export function Columns({ values, label }) {
  const most = Math.max(...values, 1);
  const width = 120 / values.length;
  return html`<svg class="columns" viewBox="0 0 120 22" preserveAspectRatio="none" role="img" aria-label=${label}>
    ${values.map((value, index) => html`<rect x=${index * width} y=${22 - (value / most) * 21} width=${Math.max(0.5, width - 0.6)} height=${(value / most) * 21} />`)}</svg>`;
}
