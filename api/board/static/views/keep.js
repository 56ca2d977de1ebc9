// Keep this plan: as it stands, under a name. The service checks it once more and refuses one that breaks a rule.

import { html, useEffect, useRef, useState } from "../ui.js";
import * as store from "../store.js";
import { keep } from "./replan.js";

const MOST_LETTERS = 200;

/** What it is called where nobody says: a plan that was made by hand before keeps its name. */
function ownName() {
  const { job, book } = store.opened.value;
  const name = job.name || book.scenario.title || book.scenario.name;
  return (job.source === "by hand" ? name : `${name}, by hand`).slice(0, MOST_LETTERS);
}

export function KeepForm({ close }) {
  const [name, setName] = useState(ownName);
  const field = useRef();
  useEffect(() => { field.current.select(); }, []);
  const submit = async (event) => {
    event.preventDefault();
    if (name.trim() && await store.attempt(() => keep(name.trim()))) close();
  };
  const escape = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  };
  return html`
    <form class="keep-form" aria-label="Keep this plan" onSubmit=${submit} onKeyDown=${escape}>
      <label><span>Keep as</span>
        <input ref=${field} type="text" value=${name} maxlength=${MOST_LETTERS} required onInput=${(event) => setName(event.target.value)} /></label>
      <button type="button" onClick=${close}>Cancel</button>
      <button type="submit" class="primary" disabled=${store.busy.value || !name.trim()}>Keep</button>
    </form>`;
}
