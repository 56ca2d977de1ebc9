// Below the grid: what the changes by hand do, which rules they break, and what can be done with them.

import { html, useState } from "../ui.js";
import * as store from "../store.js";
import * as service from "../service.js";
import { count, words } from "../logic/format.js";
import { breachText, brokenText } from "../logic/names.js";
import { FIGURES, changeText } from "./figures.js";
import { KeepForm } from "./keep.js";
import { replanAround } from "./replan.js";

/** What the changes by hand do: told as soon as the service has checked them. */
export function Effect() {
  const [naming, setNaming] = useState(false);
  if (!store.edited.value) return null;
  const { now, past } = store.history.value;
  const { state, answer, problem } = store.checked.value;
  const breaches = answer?.breaches ?? [];
  const currency = store.currency.value;
  const [was, is] = [store.opened.value.document?.kpis, answer?.document.kpis];
  const deltas = was && is ? FIGURES.map(([name, of, write, more]) => [name, (of(is) ?? 0) - (of(was) ?? 0), write, more])
    .filter(([, delta]) => Math.abs(delta) > 1e-9) : [];
  return html`
    <section class="effect" aria-label="Effect of your changes" aria-busy=${String(state === "busy")}>
      <span class="effect-label" title=${now.label}>${now.label}${past.length > 1 ? html` <small>and ${count(past.length - 1, "change")} before</small>` : ""}
        ${store.restored.value === now.state ? html` <small>kept over the reload</small>` : ""}</span>
      <span role="status" class="deltas">
        ${state === "failed" ? html`<span class="bad">${problem.message}</span>`
          : state === "busy" && !answer ? html`<span class="quiet">Checking…</span>`
          : html`${breaches.length === 0 && html`<span class="chip good">Keeps every rule</span>`}
            ${deltas.map(([name, delta, write, more]) => html`
              <span class="delta"><small>${name}</small><b class=${more == null ? "" : delta > 0 === more ? "good" : "bad"}>${changeText(write, delta, currency)}</b></span>`)}`}
      </span>
      ${breaches.length > 0 && html`
        <details><summary class="chip bad">${brokenText(breaches)}</summary>
          <ul class="breaches" tabindex="0" aria-label="Broken rules">${breaches.slice(0, 40).map((each) => html`<li><b>${words(each.rule)}</b> ${named_(each.about)}${breachText(each, store.book.value)}</li>`)}</ul></details>`}
      ${naming ? html`<${KeepForm} close=${() => setNaming(false)} />` : html`
        <div class="actions">
          <button type="button" onClick=${store.discard}>Discard</button>
          <button type="button" onClick=${() => service.save(JSON.stringify(answer.document, null, 2), "plan.json")} disabled=${!answer?.document}>Save plan.json</button>
          <button type="button" onClick=${() => setNaming(true)}>Keep this plan</button>
          <button type="button" class="primary" onClick=${() => store.attempt(replanAround)}>Replan around this</button>
        </div>`}
    </section>`;
}

/** Whom a breach is about, by name. */
function named_(about) {
  const book = store.book.value;
  const who = [book.person.get(about.person)?.name, book.demand.get(about.demand)?.label, book.project.get(about.project)?.name].filter(Boolean);
  return who.length ? html`<span class="quiet">${who.join(", ")}: </span>` : "";
}
