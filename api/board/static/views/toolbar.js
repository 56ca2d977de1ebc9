// Above the grid: search, filters, zoom, what colours mean, undo.

import { html, useEffect, useRef, useState } from "../ui.js";
import * as store from "../store.js";
import { NOTHING } from "../logic/filter.js";
import { Choice, Icon, Segments } from "../parts/bits.js";

const named = (list) => list.map((each) => [each.id, each.name]);

export function Toolbar() {
  const book = store.book.value;
  const filter = store.filter.value;
  const set = (key) => (value) => { store.filter.value = { ...filter, [key]: value }; };
  const filtered = Object.values(filter).some(Boolean);
  const past = store.history.value;
  const [open, setOpen] = useState(false); // on narrow screens the filters are folded away
  return html`
    <div class="toolbar" role="toolbar" aria-label="Board">
      <div class="search"><${Icon} name="search" />
        <input type="search" aria-label="Search people, roles, skills, projects" placeholder="Search" value=${filter.text}
          onInput=${(event) => set("text")(event.target.value)} /></div>
      <button type="button" class=${`filter-button ${filtered ? "is-on" : ""}`} aria-expanded=${String(open)} onClick=${() => setOpen(!open)}>Filter</button>
      <div class=${`filters ${open ? "is-open" : ""}`}>
        <${Choice} label="Department" value=${filter.department} all="All" options=${named(book.departments)} set=${set("department")} />
        <${Choice} label="Skill" value=${filter.skill} all="All" options=${named(book.skills)} set=${set("skill")} />
        <${Choice} label="Project" value=${filter.project} all="All" options=${named(book.projects)} set=${set("project")} />
        <${Choice} label="Client" value=${filter.client} all="All" options=${named(book.clients)} set=${set("client")} />
        ${filtered && html`<button type="button" class="small" onClick=${() => { store.filter.value = NOTHING; }}>Clear</button>`}
      </div>
      <span class="gap"></span>
      <${Segments} label="Show" value=${store.mode.value} options=${[["load", "Load"], ["bookings", "Bookings"]]}
        set=${(mode) => { store.mode.value = mode; store.toggled.value = new Set(); }} />
      <${Segments} label="Zoom" value=${store.zoom.value} options=${[["fit", "All"], ["weeks", "Weeks"], ["days", "Days"]]}
        set=${(zoom) => { store.zoom.value = zoom; }} />
      <${Key} />
      ${store.mayPlan.value && html`
        <button type="button" class="icon-button" aria-label="Undo" title="Undo (Ctrl+Z)" disabled=${!past?.past.length} onClick=${store.undo}><${Icon} name="undo" /></button>
        <button type="button" class="icon-button" aria-label="Redo" title="Redo (Ctrl+Shift+Z)" disabled=${!past?.future.length} onClick=${store.redo}><${Icon} name="redo" /></button>`}
    </div>`;
}

const KEYS = [
  ["Arrow keys", "walk over weeks and people; on a booking, move it by a day or to the next person who can do it"],
  ["Shift + arrows", "on a booking: its last day"], ["Enter", "why: what is behind a cell"], ["Space", "fold or unfold a person"],
  ["P, Delete", "on a booking: pin, remove"], ["Ctrl + Z, Ctrl + Shift + Z", "undo, redo"], ["/", "search"], ["Esc", "close; let go of a drag"],
];

/** What colours, patterns and keys mean. Closed by its button, by Escape, and by a click elsewhere. */
function Key() {
  const box = useRef();
  const close = () => { box.current.open = false; };
  useEffect(() => {
    const away = (event) => { if (box.current?.open && !box.current.contains(event.target)) close(); };
    window.addEventListener("pointerdown", away);
    return () => window.removeEventListener("pointerdown", away);
  }, []);
  const escape = (event) => {
    if (event.key !== "Escape" || !box.current.open) return;
    event.stopPropagation();
    close();
    box.current.querySelector("summary").focus();
  };
  return html`
    <details class="key-box" ref=${box} onKeyDown=${escape}><summary class="icon-button" aria-label="Colours and keys" title="Colours and keys">?</summary>
      <div class="key-card">
        <button type="button" class="icon-button close" aria-label="Close colours and keys" onClick=${close}><${Icon} name="close" /></button>
        <h3>Load of a week, per cent of the available time</h3>
        <ul class="key-list"><li><i class="swatch low"></i>some</li><li><i class="swatch full"></i>full</li><li><i class="swatch extra"></i>overtime the policy allows</li><li><i class="swatch over"></i>overload</li><li><i class="swatch off"></i>away</li></ul>
        <h3>Bookings, in the colour of their project</h3>
        <ul class="key-list"><li><i class="swatch tentative"></i>tentative</li><li><i class="swatch missing"></i>not staffed</li><li><i class="swatch gone"></i>gone, when compared</li><li><i class="swatch pinned"></i>pinned</li><li><i class="swatch moved"></i>changed</li></ul>
        <p class="quiet">The strip below a booking shows on which days, and how much. Drag to move, to reassign, or to stretch an edge; drag missing work onto somebody.</p>
        <h3>Keys</h3><dl class="facts wide">${KEYS.map(([key, what]) => html`<div><dt>${key}</dt><dd>${what}</dd></div>`)}</dl>
      </div></details>`;
}
