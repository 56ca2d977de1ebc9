// Which page shows the answer of which kind of question.

import { html } from "../../ui.js";
import { Slip, When } from "./dates.js";
import { Forced, Recommend } from "./people.js";
import { Told } from "./told.js";
import { Conflicts, Repair, Shortfalls } from "./trouble.js";
import { Fee, Frontier, Outcomes, Portfolio, Values } from "./worth.js";

const PAGES = {
  recommend: Recommend, why: Forced, why_not: Forced, shortfalls: Shortfalls, conflicts: Conflicts, repair: Repair,
  earliest_start: When, earliest_finish: When, slip: Slip, fee: Fee, hire: Values, train: Values, portfolio: Portfolio,
  outcomes: Outcomes, frontier: Frontier,
};

/** `plan` is the job that was asked about. */
export function Answer({ kind, answer, book, currency, plan }) {
  const Page = PAGES[kind];
  return Page ? html`<${Page} ...${{ answer, book, currency, plan }} />` : html`<${Told} value=${answer} />`;
}
