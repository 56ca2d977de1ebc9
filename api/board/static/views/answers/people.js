// Answers about people on a piece of work: who would be best, why this person, why not that one.

import { html } from "../../ui.js";
import * as store from "../../store.js";
import { displaced } from "../../logic/displaced.js";
import { count, hours } from "../../logic/format.js";
import { deciding } from "../../logic/losses.js";
import { demandName, listed, personName, withNames } from "../../logic/names.js";
import { assignTo } from "../acts.js";
import { Losses, Some, Table, Verdict } from "./parts.js";
import { Rules } from "./trouble.js";

/** Pins the work to these people on the board, where the effect is told at once. */
function pinOnBoard(demand, people) {
  store.go("board");
  assignTo(demand, people);
}

const Pin = ({ book, demand, people }) => store.mayPlan.value && book.demand.has(demand) && html`
  <button type="button" class="small" aria-label=${`Pin to ${listed(people.map((id) => personName(book, id)))}`}
    onClick=${() => pinOnBoard(book.demand.get(demand), people)}>Pin</button>`;

/** What somebody puts aside for the work: nothing, where they are free for it. */
function Displaced({ book, demand, people }) {
  const told = people.map((id) => [id, displaced(book, store.plan.value, store.load.value, store.blocks.value, demand, id, people.length)]);
  return told.map(([id, { free, beyond, others }]) => html`
    <span class="displaced">${people.length > 1 && html`<b>${personName(book, id)}: </b>`}
      ${!beyond ? html`nothing: ${hours(free)} free in the window`
        : others.length ? html`${hours(beyond)} of what there is in the window: ${listed(others.slice(0, 3).map((each) => `${each.project.name} (${hours(each.minutes)})`))}${others.length > 3 ? ` and ${others.length - 3} more` : ""}`
        : html`${hours(beyond)} more than the window has`}</span>`);
}

export function Recommend({ answer, book, currency }) {
  const demand = book.demand.get(answer.demand);
  const names = (people) => listed(people.map((id) => personName(book, id)));
  const all = [...answer.best, ...answer.others.filter((group) => group.worth)];
  if (!all.length) return html`<${Verdict} tone="bad">Nobody was found who could do ${demandName(book, answer.demand)} alone.<//>`;
  const waiting = answer.others.filter((group) => !group.solved).length;
  const impossible = answer.others.filter((group) => group.outcome === "impossible");
  return html`
    <${Verdict} tone="good" sub=${answer.proved ? "The order is proved." : "The order is as found; more seconds make it surer."}>
      Best: ${names(answer.best[0].people)}.${answer.base_people.length > 0 && ` In the plan as it is: ${names(answer.base_people)}.`}<//>
    <p class="quiet">Each would do what is still to come of this work ${answer.together > 1 ? "together with nobody else" : "alone"}; everything else was planned anew around it.</p>
    <${Table} label="Candidates, best first" heads=${[["Candidate"], ["The whole book"], ["Left undone", true], ["Puts aside"], ["How sure"], [html`<span class="hidden">Do</span>`]]}
      rows=${all.map((group, at) => {
        const line = deciding(group.losses, currency);
        return [
          html`<b>${at + 1}. ${names(group.people)}</b>`,
          line ? html`${line.goal}: <span class=${line.tone}>${line.text}</span>` : html`<span class="good">as good as now</span>`,
          group.shortfall ? hours(group.shortfall) : "–",
          demand && html`<${Displaced} ...${{ book, demand, people: group.people }} />`,
          html`<span class="quiet">${group.ahead ? "proved no worse than those below" : line?.sure ?? "as found"}</span>`,
          html`<${Pin} ...${{ book, demand: answer.demand, people: group.people }} />`,
        ];
      })} />
    ${impossible.length > 0 && html`<p class="quiet">Cannot do it alone: ${impossible.map((group) => names(group.people)).join("; ")}.</p>`}
    ${waiting > 0 && html`<p class="quiet">${count(waiting, "more candidate")} could not be tried in the time: ${answer.others.filter((group) => !group.solved).map((group) => names(group.people)).join("; ")}.</p>`}
    <details class="more"><summary>${names(answer.best[0].people)}, goal by goal</summary><${Losses} losses=${answer.best[0].losses} currency=${currency} /></details>`;
}

export function Forced({ answer, book, currency }) {
  const who = personName(book, answer.person);
  const what = demandName(book, answer.demand);
  const line = deciding(answer.losses, currency);
  const off = answer.question === "why";
  if (off && !answer.before) return html`<${Verdict}>${who} does nothing of ${what} in the plan as it is.<//>`;
  return html`
    ${answer.outcome === "impossible"
      ? html`<${Verdict} tone="bad" sub="Proved: these rules leave no plan.">${off ? `${what} needs ${who}.` : `${who} cannot be put on ${what}.`}<//>`
      : answer.outcome === "nothing_found"
        ? html`<${Verdict}>No plan was found in the time, and none was ruled out. Give it more seconds.<//>`
        : html`<${Verdict} tone=${line?.tone ?? "good"} sub=${line ? line.sure : ""}>
            ${off ? `Without ${who} (${hours(answer.before)} now): ` : `With ${who} on it, at least ${hours(answer.minutes)}: `}
            ${line ? html`${line.goal.toLowerCase()}, ${line.text}.` : "the book is as good as now."}<//>`}
    ${answer.obstacles.length > 0 && html`<ul class="told-list">${answer.obstacles.map((text) => html`<li>${withNames(text, book)}</li>`)}</ul>`}
    ${answer.rules.length > 0 && html`<${Rules} rules=${answer.rules} book=${book} />`}
    ${answer.losses.length > 0 && html`<${Losses} losses=${answer.losses} currency=${currency} />`}
    ${answer.moves.length > 0 && html`<h3>What else changes</h3>
      <${Some} items=${answer.moves}>${(moves) => html`<${Table} label="What else changes" heads=${[["Person"], ["Work"], ["Now", true], ["Then", true]]}
        rows=${moves.map((move) => [personName(book, move.person), demandName(book, move.demand), hours(move.before), html`<b>${hours(move.after)}</b>`])} />`}<//>`}
    ${!off && answer.losses.length > 0 && html`<p class="actions"><${Pin} ...${{ book, demand: answer.demand, people: [answer.person] }} /></p>`}`;
}
