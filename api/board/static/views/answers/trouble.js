// Answers about trouble: what is not staffed, which rules leave no plan, and what it would take.

import { html } from "../../ui.js";
import * as store from "../../store.js";
import * as service from "../../service.js";
import { conflictLines } from "../../logic/conflict.js";
import { shortDate } from "../../logic/dates.js";
import { count, hours, money, words } from "../../logic/format.js";
import { demandName, personName, projectName, withNames } from "../../logic/names.js";
import { fileText } from "../../logic/overlay-file.js";
import { showMissing } from "../acts.js";
import { addIdea } from "../ideas.js";
import { Table, Verdict } from "./parts.js";

/** Whom or what a rule is about. */
const subject = (about, book) => [
  about.person && personName(book, about.person),
  about.demand ? demandName(book, about.demand) : about.project && projectName(book, about.project),
  ...Object.entries(about).filter(([kind]) => !["person", "demand", "project"].includes(kind)).map(([, id]) => words(String(id))),
].filter(Boolean).join(", ") || "the whole book";

/** Business rules with whom they are about, when, and where that stands in the files. */
export function Rules({ rules, book }) {
  const lines = conflictLines(rules);
  return html`<${Table} label="Rules that cannot all hold" heads=${[["Rule"], ["About"], ["When"], ["What it says"], ["In the files"]]}
    rows=${lines.map((line) => [
      words(line.rule), subject(line.about, book),
      line.first && html`<span class="nowrap">${shortDate(line.first)}${line.last === line.first ? "" : ` – ${shortDate(line.last)}`}</span>`,
      withNames(line.text, book), line.place && html`<code class="mono">${line.place}</code>`,
    ])} />`;
}

export function Conflicts({ answer, book }) {
  if (answer.possible) return html`<${Verdict} tone="good">There is a plan that keeps every rule: nothing is in conflict.<//>`;
  if (answer.possible === null) return html`<${Verdict}>Neither a plan nor a conflict was found in the time. Give it more seconds.<//>`;
  if (!answer.rules.length) return html`<${Verdict} tone="bad" sub="Proved. More seconds may tell which rules leave none.">No plan keeps every rule.<//>`;
  return html`<${Clash} rules=${answer.rules} book=${book} minimal=${answer.minimal} />`;
}

/** Rules that leave no plan: of an answer, or those that came with a plan. */
export function Clash({ rules, book, minimal }) {
  return html`
    <${Verdict} tone="bad" sub=${`Proved: no plan keeps them all.${minimal ? " Without any one of them there is one." : ""}`}>These ${conflictLines(rules).length} cannot all hold together.<//>
    <${Rules} rules=${rules} book=${book} />`;
}

/** Plans the book anew with a repair as an overlay. */
const replanWith = (overlay) => store.attempt(async () => {
  const { id, job } = store.opened.value;
  const next = await store.start({
    scenario: { plan: id }, overlays: [{ data: overlay }], options: { seconds: job.options?.seconds ?? 30 }, name: overlay.title,
  });
  store.go("board", next.id);
});

export function Repair({ answer, book, currency }) {
  const price = (minor) => money(minor, currency);
  if (answer.already) return html`<${Verdict} tone="good">There is a plan as it is: nothing need be given up.<//>`;
  if (!answer.found) {
    return answer.bound == null
      ? html`<${Verdict} tone="bad">Nothing that is offered makes it possible, not even all of it together. Proved.<//>`
      : html`<${Verdict} sub=${withNames(answer.why, book)}>No repair was found in the time; none is cheaper than ${price(answer.bound)}.<//>`;
  }
  const overlay = { name: "repair", title: `Repair: ${answer.concessions.map((each) => withNames(each.text, book)).join("; ")}`.slice(0, 180), changes: answer.changes };
  return html`
    <${Verdict} tone="good" sub=${answer.proved ? "No cheaper way out exists. Proved." : `None is cheaper than ${price(answer.bound ?? 0)}.`}>
      It becomes possible for ${price(answer.price ?? 0)}, with ${count(answer.concessions.length, "concession")}.<//>
    <${Table} label="Concessions" heads=${[["Concession"], ["Kind"], ["Price", true]]}
      rows=${answer.concessions.map((each) => [withNames(each.text, book), words(each.kind), price(each.price)])} />
    ${store.mayPlan.value && html`<div class="actions">
      <button type="button" class="primary" disabled=${store.busy.value} onClick=${() => replanWith(overlay)}>Replan with this</button>
      <button type="button" onClick=${() => { addIdea(overlay); store.go("whatif"); }}>Add to What if</button>
      <button type="button" onClick=${() => service.save(fileText(overlay), "repair.yaml", "application/yaml")}>Save file</button></div>`}`;
}

export function Shortfalls({ answer, book }) {
  const decided = answer.missing.filter((each) => each.status !== "tentative");
  if (!answer.missing.length) return html`<${Verdict} tone="good">Everything that is asked for is staffed.<//>`;
  const sum = (list) => list.reduce((total, each) => total + each.minutes, 0);
  return html`
    <${Verdict} tone=${decided.length ? "bad" : ""}>${decided.length ? `${hours(sum(decided))} of decided work are not staffed` : "All decided work is staffed"}${decided.length < answer.missing.length ? `; ${hours(sum(answer.missing) - sum(decided))} of tentative work are not.` : "."}<//>
    <${Table} label="Work that is not staffed" heads=${[["Work"], ["Missing", true], ["Why"], [html`<span class="hidden">Do</span>`]]}
      rows=${answer.missing.map((each) => [
        html`${demandName(book, each.demand)}${each.status === "tentative" && html`<small>Tentative</small>`}`,
        html`<b class=${each.status === "tentative" ? "" : "bad"}>${hours(each.minutes)}</b><small>of ${hours(each.demanded_minutes)}</small>`,
        each.reasons.map((reason) => html`<p>${each.reasons.length > 1 && html`<b>${hours(reason.minutes)} </b>`}${withNames(reason.text, book)}</p>`)
          .concat(each.nearly.slice(0, 2).map((near) => html`<small>${withNames(near.text, book)}</small>`)),
        html`<button type="button" class="small" aria-label=${`Show ${demandName(book, each.demand)} on the board`} onClick=${() => { showMissing(each.demand); }}>Show</button>`,
      ])} />`;
}
