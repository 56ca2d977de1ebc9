// Answers about dates: how early a project can start or be done, and what a slip does.

import { html } from "../../ui.js";
import { shortDate } from "../../logic/dates.js";
import { change, count, hours, money, percent } from "../../logic/format.js";
import { listed, personName, projectName, reasonLines } from "../../logic/names.js";
import { changeText } from "../figures.js";
import { Some, Table, Verdict } from "./parts.js";

const VERDICTS = {
  possible: ["possible", "good"], costs_others: ["costs other promises", "warn"], impossible: ["impossible", "bad"],
  undecided: ["not decided in the time", ""],
};

export function When({ answer, book }) {
  const start = answer.question === "start";
  const name = projectName(book, answer.project);
  const proved = answer.proved ? "Proved: no earlier week will do." : "Earlier weeks are not all decided; more seconds decide more.";
  return html`
    <${Verdict} tone=${answer.earliest ? "good" : answer.proved ? "bad" : ""} sub=${answer.earliest ? proved : answer.proved ? "Proved." : ""}>
      ${answer.earliest ? (start ? `${name} can start in the week of ${shortDate(answer.earliest)}.` : `${name} can be done by ${shortDate(answer.earliest)}.`)
        : answer.proved ? `${name} cannot ${start ? "start" : "be done"} in any week.` : "No answer in the time."}<//>
    ${answer.reference > 0 && html`<p class="quiet">Other promises already leave ${hours(answer.reference)} (weighted) undone; a week is possible where it adds nothing to that.</p>`}
    <${Table} label="Week by week" heads=${[["Week of"], ["Against now", true], ["Verdict"], ["Done"], ["Why not"]]}
      rows=${answer.weeks.map((week) => [
        html`<span class="nowrap">${shortDate(week.week)}</span>`, week.weeks ? `${week.weeks > 0 ? "+" : "−"}${count(Math.abs(week.weeks), "week")}` : "as now",
        html`<span class=${`tag ${VERDICTS[week.verdict]?.[1] ?? ""}`}>${VERDICTS[week.verdict]?.[0] ?? week.verdict}</span>`,
        week.finish && html`<span class="nowrap">${shortDate(week.finish)}</span>`, week.reason && reasonLines(week.reason, book).map((line) => html`<p>${line}</p>`),
      ])} />`;
}

/** Minutes by person, and the weeks they fall in: [{person, minutes, weeks, projects}], most first. */
function byPerson(entries) {
  const found = new Map();
  for (const each of entries) {
    const open = found.get(each.person) ?? { person: each.person, minutes: 0, weeks: [], projects: new Set() };
    open.minutes += each.minutes;
    open.weeks.push(Number(each.week.split("-W")[1]));
    for (const project of each.projects ?? []) open.projects.add(project);
    found.set(each.person, open);
  }
  return [...found.values()].sort((a, b) => b.minutes - a.minutes);
}

/** `6–10, 17`: weeks of the year, neighbours together. */
function weekRanges(weeks) {
  const found = [];
  for (const week of [...new Set(weeks)].sort((a, b) => a - b)) {
    if (found.at(-1)?.[1] === week - 1) found.at(-1)[1] = week;
    else found.push([week, week]);
  }
  return found.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(", ");
}

const FIGURES = [
  ["delivered_minutes", "Delivered", hours, true], ["shortfall_minutes", "Not staffed", hours, false], ["billable_utilisation", "Billable utilisation", percent, true],
  ["revenue", "Revenue", money, true], ["cost", "Cost", money, false], ["margin", "Margin", money, true], ["overtime_minutes", "Overtime", hours, false],
];

export function Slip({ answer, book, currency }) {
  const [difference] = answer.comparison.differences;
  const column = answer.comparison.columns[0];
  const write = (figure) => (value) => (figure === money ? money(value, currency) : figure(value));
  const name = projectName(book, answer.project);
  const moved = `${name} ${answer.weeks < 0 ? "comes forward" : "slips"} ${count(Math.abs(answer.weeks), "week")}`;
  const figures = new Map((difference?.figures ?? []).map((each) => [each.figure, each]));
  const margin = figures.get("margin");
  const short = figures.get("shortfall_minutes")?.change ?? 0;
  const people = (label, rows, more) => html`<${Some} items=${byPerson(rows)}>${(shown) => html`<${Table} label=${label} heads=${[["Person"], ["Hours", true], ["Weeks of the year"], ...(more ? [["Beside"]] : [])]}
    rows=${shown.map((each) => [personName(book, each.person), hours(each.minutes), weekRanges(each.weeks),
      ...(more ? [listed([...each.projects].filter((id) => id !== answer.project).map((id) => projectName(book, id)))] : [])])} />`}<//>`;
  return html`
    ${figures.size ? html`<${Verdict} tone=${margin?.change < 0 ? "bad" : "good"} sub="After planning the whole book anew.">
        ${moved}: margin ${change(margin?.change ?? 0, (minor) => money(minor, currency))}, ${short ? `${hours(Math.abs(short))} ${short > 0 ? "more" : "less"} not staffed` : "as much staffed as now"}.<//>`
      : html`<${Verdict} tone="bad">${moved}: ${column?.outcome === "impossible" ? "no plan keeps every rule." : "no plan was found in the time."} ${column?.reason ?? ""}<//>`}
    ${figures.size > 0 && html`<${Table} label="Figures before and after" heads=${[["Figure"], ["Now", true], ["After", true], ["Change", true], ["How sure"]]}
      rows=${FIGURES.filter(([id]) => figures.get(id)?.before != null).map(([id, text, figure, more]) => {
        const each = figures.get(id);
        const delta = each.change;
        return [text, write(figure)(each.before), write(figure)(each.after),
          html`<b class=${!delta ? "" : delta > 0 === more ? "good" : "bad"}>${changeText(figure, delta, currency)}</b>`,
          html`<span class="quiet">${each.undecided === false ? "proved which way" : each.undecided ? "as found" : ""}</span>`];
      })} />`}
    ${difference?.projects.some((each) => each.days || each.delivered_minutes || each.lateness_days) && html`<h3>Projects that change</h3>
      <${Table} label="Projects that change" heads=${[["Project"], ["Ends", true], ["Delivered", true], ["Margin", true]]}
        rows=${difference.projects.filter((each) => each.days || each.delivered_minutes || each.lateness_days).map((each) => [projectName(book, each.project),
          each.days ? `${count(Math.abs(each.days), "day")} ${each.days > 0 ? "later" : "earlier"}` : "–", each.delivered_minutes ? change(each.delivered_minutes, hours) : "–",
          change(each.margin, (minor) => money(minor, currency))])} />`}
    <h3>If everybody just moved along with it</h3>
    ${answer.beyond_minutes > 0 && html`<p>${hours(answer.beyond_minutes)} would fall after the end of the book, or on days when nobody works.</p>`}
    <div class="side-by-side"><div><h4>Free</h4>${people("Free, by person", answer.freed)}</div><div><h4>Clash: more than the days hold</h4>${people("Clashes, by person", answer.clashes, true)}</div></div>`;
}
