// Missing work of a project, each piece over the days of its window.

import { html } from "../ui.js";
import * as store from "../store.js";
import { LANE, hue } from "../logic/geometry.js";
import { hours } from "../logic/format.js";
import { grab } from "./drag.js";

export function Missing({ row, book, drawn, columns }) {
  return html`
    <div class="name" role="rowheader"><span class="person static">
      <span class="person-name">${row.project.name}</span><small>${row.project.clientName}</small></span></div>
    <div class="lanes low" role="gridcell" aria-colindex=${columns.length + 2} aria-label=${`Missing on ${row.project.name}`}>
      ${row.spans.map((span) => {
        const { demand } = span;
        const said = `${demand.projectOf.name}: ${demand.label}, ${hours(span.minutes)} of ${hours(demand.effort)} missing`;
        const chosen = store.selected.value?.kind === "missing" && store.selected.value.demand === demand.id;
        const width = (span.last - span.first + 1) * drawn.day - 2;
        return html`
          <button type="button" key=${demand.id} data-missing=${demand.id} title=${said} aria-label=${said}
            class=${`bar missing ${demand.projectOf.status} ${chosen ? "is-chosen" : ""}`}
            style=${{ left: `${span.first * drawn.day}px`, width: `${Math.max(6, width)}px`,
              transform: `translateY(${span.lane * LANE}px)`, "--hue": hue(demand.projectOf.index) }}
            onPointerDown=${store.mayPlan.value ? (event) => grab(event, { demand, missing: span, row, drawn, book }) : undefined}
            onClick=${() => { store.selected.value = { kind: "missing", demand: demand.id }; }}>
            ${width > 44 ? html`<span class="bar-text"><b>${hours(span.minutes)}</b> ${demand.label}</span>` : html`<span class="bar-text"><b>!</b></span>`}
          </button>`;
      })}
    </div>`;
}
