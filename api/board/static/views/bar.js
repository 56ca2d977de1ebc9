// A booking as a bar: what it is, when, how much, pinned or not; and the outline of one that another plan had.

import { html } from "../ui.js";
import * as store from "../store.js";
import { LANE, hue } from "../logic/geometry.js";
import { hours } from "../logic/format.js";
import { dragging, grab } from "./drag.js";
import { nudge } from "./keys.js";

export function Bar({ block, book, drawn, row }) {
  const { of: demand } = block;
  const project = demand.projectOf;
  const drag = dragging.value;
  const mine = drag?.block?.id === block.id;
  const chosen = store.selected.value?.kind === "block" && store.findBlock(store.selected.value)?.id === block.id;
  const broken = store.breaches.value.some((breach) =>
    breach.about.demand === demand.id && (!breach.about.person || breach.about.person === block.person));
  const moved = store.changes.value.size > 0 && isMoved(block);
  const first = mine ? drag.first : block.first;
  const last = mine ? drag.last : block.last;
  const width = (last - first + 1) * drawn.day - 2;
  const said = `${project.name}: ${demand.label}, ${book.days.range(block.first, block.last)}, ${hours(block.minutes)}` +
    (project.status === "tentative" ? `, tentative ${project.probability} %` : "") + (block.isPinned ? ", pinned" : "");
  return html`
    <button type="button" tabindex=${chosen ? 0 : -1} data-block=${block.id} aria-label=${said} title=${said}
      class=${`bar ${project.status} ${chosen ? "is-chosen" : ""} ${broken ? "is-broken" : ""} ${moved ? "is-moved" : ""} ${mine ? "is-dragged" : ""} ${width < 16 ? "is-short" : ""}`}
      style=${{
        left: `${first * drawn.day}px`, width: `${Math.max(4, width)}px`, "--hue": hue(project.index),
        transform: `translateY(${(mine ? drag.shift : 0) + block.lane * LANE}px)`, "--worked": profile(block, first, last),
      }}
      onPointerDown=${store.mayPlan.value ? (event) => grab(event, { block, demand, row, drawn, book }) : undefined}
      onClick=${() => choose(block)}
      onKeyDown=${(event) => nudge(event, block, book)}>
      ${block.isPinned && html`<span class="pin" aria-hidden="true"></span>`}
      ${width > 30 && html`<span class="bar-text">${width > 84 ? html`<b>${project.name}</b> ` : ""}${demand.label}</span>`}
      ${width > 150 && html`<span class="bar-hours">${hours(block.minutes)}</span>`}
      ${width > 16 && store.mayPlan.value && html`<span class="edge left" data-edge="left"></span><span class="edge right" data-edge="right"></span>`}
    </button>`;
}

function isMoved(block) {
  const days = store.changes.value.get(`${block.demand}\n${block.person}`);
  return days?.some(({ day, before, after }) => after > before && day >= block.first && day <= block.last);
}

export function choose(block) {
  if (dragging.value?.moved) return;
  store.selected.value = { kind: "block", id: block.id, demand: block.demand, person: block.person, first: block.first, last: block.last };
}

/** Which of a block's days are worked, as a gradient: one strip in place of an element for each day. */
function profile(block, first, last) {
  if (first !== block.first || last !== block.last) return "none";
  const whole = last - first + 1;
  const most = Math.max(...block.days.map(([, n]) => n));
  const stops = [];
  let at = 0;
  for (const [day, n] of block.days) {
    const from = ((day - first) / whole) * 100;
    const to = ((day + 1 - first) / whole) * 100;
    if (from > at) stops.push(`transparent ${at}% ${from}%`);
    stops.push(`oklch(var(--solid) var(--hue) / ${0.35 + 0.65 * (n / most)}) ${from}% ${to}%`);
    at = to;
  }
  return `linear-gradient(to right, ${stops.join(", ")})`;
}

export const Ghost = ({ block, drawn }) => html`
  <span class="bar ghost" role="img" aria-label=${`No longer: ${block.of.projectOf.name}, ${block.of.label}, ${hours(block.minutes)}`}
    title=${`No longer: ${block.of.projectOf.name}, ${block.of.label}, ${hours(block.minutes)}`}
    style=${{ left: `${block.first * drawn.day}px`, width: `${Math.max(4, (block.last - block.first + 1) * drawn.day - 2)}px`,
      transform: `translateY(${block.lane * LANE}px)`, "--hue": hue(block.of.projectOf.index) }}>
    <span class="bar-text">${block.of.label}</span></span>`;
