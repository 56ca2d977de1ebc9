// First visit: one click to a plan on the board; and all plans there are, for those who come back.

import { html, useEffect, useState } from "../ui.js";
import * as store from "../store.js";
import * as service from "../service.js";
import { Icon } from "../parts/bits.js";
import { Runs } from "./runs.js";

const STORIES = {
  harbour: "Fourteen people and one open role in Edinburgh and London; fourteen projects, half a year.",
  northlight: "Sixty people and their autumn: more work than hands.",
};

/** Starts a solve and shows it on the board at once: people first, the plan as it comes. */
export const begin = (scenario, name, options = {}) => store.attempt(async () => {
  const job = await store.start({ scenario, name, options: { seconds: 20, ...options } });
  store.go("board", job.id);
});

export function Start() {
  const [demos, setDemos] = useState([]);
  useEffect(() => { service.demos().then((answer) => setDemos(answer.demos), store.tell); }, []);
  const busy = store.busy.value;
  return html`
    <div class="page start">
      <section class="hello">
        <h1>Who works on what, and is it the best we can do?</h1>
        <p>Fairload plans an agency's half-year: nobody overloaded, work shared fairly, every hour that pays in its place,
          and a proof of how good the plan is.</p>
        ${store.mayPlan.value && html`
          <div class="cards">
            ${demos.map((demo, index) => html`
              <button type="button" key=${demo.name} class=${`card-button ${index ? "" : "is-first"}`} disabled=${busy} onClick=${() => begin({ demo: demo.name }, demo.title)}>
                <span class="card-kicker">${index ? "A larger one" : "Start here"}</span>
                <b>${demo.title || demo.name}</b><span>${STORIES[demo.name] ?? ""}</span>
                <span class="card-go"><${Icon} name="play" /> Plan it now</span>
              </button>`)}
            <${Own} />
          </div>`}
      </section>
      ${store.jobs.value.length > 0 && html`<section><h2 class="section-title">Your plans</h2><${Runs} /></section>`}
    </div>`;
}

/** A scenario file of one's own: chosen or dropped, checked by the service, planned. */
function Own() {
  const [over, setOver] = useState(false);
  const take = async (file) => {
    if (!file) return;
    const text = await file.text();
    begin({ text, name: file.name }, file.name.replace(/\.(ya?ml|json)$/i, ""));
  };
  return html`
    <label class=${`card-button own ${over ? "is-over" : ""}`}
      onDragOver=${(event) => { event.preventDefault(); setOver(true); }} onDragLeave=${() => setOver(false)}
      onDrop=${(event) => { event.preventDefault(); setOver(false); take(event.dataTransfer.files[0]); }}>
      <span class="card-kicker">Yours</span><b>A scenario file</b>
      <span>YAML or JSON, chosen or dropped here. Whatever is wrong in it is told with its line.</span>
      <span class="card-go"><${Icon} name="open" /> Choose a file</span>
      <input type="file" class="file" accept=".yaml,.yml,.json" onChange=${(event) => take(event.target.files[0])} />
    </label>`;
}
