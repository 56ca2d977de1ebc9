// Answers about money and people to come: fees, hires, training, pitches, and what fairness costs.

import { html } from "../../ui.js";
import * as store from "../../store.js";
import { hours, money, percent } from "../../logic/format.js";
import { KINDS, overlay } from "../../logic/overlays.js";
import { listed, personName, projectName, reasonLines, skillName } from "../../logic/names.js";
import { Bars } from "../../parts/charts.js";
import { addIdea } from "../ideas.js";
import { Table, Verdict } from "./parts.js";

const range = (gain, currency) => (gain.least === gain.most ? "proved"
  : html`between ${money(gain.least, currency)} and ${money(gain.most, currency)}`);

export function Fee({ answer, book, currency }) {
  const name = projectName(book, answer.project);
  const write = (minor) => money(minor, currency);
  if (answer.fee == null) return html`<${Verdict} tone="bad">There is no fee at which ${name} pays: ${reasonLines(answer.reason, book).join(" ") || "no plan does all of it."}<//>`;
  return html`
    <${Verdict} tone="good" sub=${`Proved: no fee below ${write(answer.least)} pays, and ${write(answer.safe)} does.`}>${name} pays from ${write(answer.fee)} on.<//>
    <${Table} label="What the fee is made of" heads=${[["Part"], ["Amount", true]]} rows=${[
      ["Its own work costs", write(answer.own_cost)], ["Margin of other work that it displaces", write(answer.displaced)],
      [html`<b>The lowest fee</b>`, html`<b>${write(answer.fee)}</b>`]]} />
    ${answer.shortfall > 0 && html`<p>Other promises lose ${hours(answer.shortfall)} (weighted), which no fee makes good.</p>`}`;
}

/** Whom a candidate is: `Analyst with analytics at level 3`, `Mei learns user research to level 3`. */
function candidate(value, book) {
  const skill = skillName(book, value.skill).toLowerCase();
  if (value.person) return `${personName(book, value.person)} learns ${skill} to level ${value.level}`;
  return `${book.role.get(value.role)?.name ?? "Somebody"} with ${skill} at level ${value.level}`;
}

/** A candidate as an idea to compare. */
function asIdea(value, book) {
  const values = value.person ? { person: value.person, skill: value.skill, level: value.level }
    : { name: candidate(value, book), department: value.department, role: value.role, first: book.horizon.today ?? book.horizon.first, skill: value.skill, level: value.level, fte: 100 };
  return overlay([{ kind: value.person ? "train" : "hire", values }], book, value.person ? "" : `Hire: ${candidate(value, book)}`);
}

export function Values({ answer, book, currency }) {
  const write = (minor) => money(minor, currency);
  const best = answer.values.find((value) => value.gain);
  const pays = best && best.net > 0;
  const hire = answer.question === "hire";
  if (!answer.values.length) return html`<${Verdict}>There is no ${hire ? "hire" : "training"} to try.<//>`;
  return html`
    <${Verdict} tone=${pays ? "good" : ""} sub=${best?.gain.undecided ? "Not decided: the plans compared are not proved best. More seconds decide more." : ""}>
      ${!best ? "No candidate could be tried in the time." : pays ? `${candidate(best, book)}: worth ${write(best.net)} more than it costs.` : `None brings more than it costs, as found; nearest is: ${candidate(best, book)}.`}<//>
    <${Table} label="Candidates, best first" heads=${[[hire ? "One more" : "Training"], ["Brings", true], ["Costs", true], ["Net", true], ["Promises kept", true], ["What it brings lies"], [html`<span class="hidden">Do</span>`]]}
      rows=${answer.values.map((value) => [
        candidate(value, book),
        value.gain ? write(value.gain.margin) : "–", write(value.cost),
        value.gain ? html`<b class=${value.net > 0 ? "good" : value.net < 0 ? "bad" : ""}>${write(value.net)}</b>` : "–",
        value.gain?.shortfall ? html`<span class="bad">${hours(value.gain.shortfall)} fewer</span>` : "–",
        value.gain ? html`<span class="quiet">${range(value.gain, currency)}</span>` : reasonLines(value.worth.reason, book).join(" "),
        store.mayPlan.value && KINDS[value.person ? "train" : "hire"] && (value.person || value.department) ? html`<button type="button" class="small"
          aria-label=${`Add to What if: ${candidate(value, book)}`} onClick=${() => { addIdea(asIdea(value, book)); store.go("whatif"); }}>What if</button>` : "",
      ])} />`;
}

const pitches = (ids, book) => (ids.length ? listed(ids.map((id) => projectName(book, id))) : "None of them");

export function Portfolio({ answer, book, currency }) {
  const can = { true: ["yes", "good"], false: ["no", "bad"] };
  return html`
    <${Verdict} tone="good" sub=${answer.exact ? "Every set of pitches was looked at." : "Not every set is decided; more seconds decide more."}>
      ${answer.best.length ? `Take ${pitches(answer.best, book)}.` : answer.bids.length > 1 ? "Take none of the pitches, by what is decided so far." : "There are no pitches in this book."}<//>
    <${Table} label="Sets of pitches" heads=${[["Taken"], ["Can be kept"], ["Margin", true], ["Gain lies"], ["Why not"]]}
      rows=${answer.bids.map((bid) => {
        const [text, tone] = can[bid.can] ?? ["not decided", ""];
        return [pitches(bid.projects, book), html`<span class=${`tag ${tone}`}>${text}</span>`, bid.worth?.margin == null ? "–" : money(bid.worth.margin, currency),
          bid.gain ? range(bid.gain, currency) : "–", bid.reason && reasonLines(bid.reason, book).map((line) => html`<p>${line}</p>`)];
      })} />`;
}

export function Outcomes({ answer, book, currency }) {
  return html`
    <${Verdict} sub=${answer.exact ? "Over all outcomes of the pitches, weighted with their probabilities." : "Over outcomes that were drawn."}>
      ${answer.margin == null ? "No outcome has a plan." : `Expected margin ${money(answer.margin, currency)}; at best ${money(answer.margin_bound, currency)}.`}
      ${answer.without_plan > 0 && ` In ${percent(answer.without_plan, 0)} of the cases there is no plan.`}<//>
    <${Table} label="Outcomes, likeliest first" heads=${[["Won"], ["Probability", true], ["Margin", true], ["Undone (weighted)", true], ["Why no plan"]]}
      rows=${[...answer.outcomes].sort((a, b) => b.probability - a.probability).map((each) => [
        pitches(each.projects, book), percent(each.probability, 0), each.worth.margin == null ? "–" : money(each.worth.margin, currency),
        each.worth.shortfall ? hours(each.worth.shortfall) : "–", each.worth.reason && reasonLines(each.worth.reason, book).map((line) => html`<p>${line}</p>`)])} />`;
}

const OUTCOME = { impossible: "no plan keeps it", nothing_found: "nothing found in the time" };

export function Frontier({ answer, currency }) {
  const write = answer.unit === "minutes" ? hours : answer.unit === "money" ? (n) => money(n, currency) : (n) => Math.round(n).toLocaleString("en-GB");
  const known = answer.points.filter((point) => point.value != null);
  const [low, high] = [Math.min(...known.map((point) => point.value)), Math.max(...known.map((point) => point.value))];
  return html`
    <${Verdict} tone="good" sub="The band is how far apart the burdens of comparable people may lie, in points of their target.">
      ${!known.length ? "No plan was found at any band." : high === low ? `A narrower band costs nothing: ${write(high)} billable at every band tried.` : `From the widest to the narrowest band, ${write(high - low)} of billable work are given up.`}<//>
    <${Bars} label="Billable work at each band" write=${write} rows=${answer.points.map((point) => ({ name: `within ${point.key / 10} points`, value: point.value }))} />
    <${Table} label="Band by band" heads=${[["Burdens apart at most"], ["Billable", true], ["Can be at most", true], ["Utilisation", true], ["Margin", true], ["Apart as planned", true], ["How sure"]]}
      rows=${answer.points.map((point) => [`${point.key / 10} points`, point.value == null ? "–" : write(point.value), point.bound == null || point.proved ? "–" : write(point.bound),
        percent(point.billable_utilisation), point.margin == null ? "–" : money(point.margin, currency), point.fairness_range == null ? "–" : `${Math.round(point.fairness_range / 10)} points`,
        html`<span class="quiet">${point.proved ? "proved" : OUTCOME[point.outcome] ?? "as found"}</span>`])} />`;
}
