// How much worse a plan is than another, goal by goal, in words: the goals are compared in the policy's order, so the first
// that differs decides.

import { hours, money } from "./format.js";

const GOALS = {
  delivered: ["Promised work not staffed", "more", "less"], billable: ["Billable hours", "fewer", "more"], revenue: ["Revenue", "less", "more"],
  margin: ["Margin", "less", "more"], cost: ["Cost", "more", "less"], overtime: ["Overtime", "more", "less"],
  focused: ["Handovers: people on a piece of work", "more", "fewer"], steady: ["Changes to the published plan", "more", "fewer"],
};

/** [{goal, text, tone, sure}], one for each goal; the levels of a fair goal are told as one. */
export function lossLines(losses, currency) {
  const found = [];
  let fair = null;
  for (const loss of losses) {
    if (loss.goal.includes(": ")) {
      // Levels of a fair goal: the first that differs decides, as in the plan itself.
      if (!fair) found.push((fair = { goal: "Fair shares of the work", text: "as even", tone: "", sure: sureOf(loss) }));
      if (fair.tone === "" && loss.loss) Object.assign(fair, { text: loss.loss > 0 ? "less even" : "more even", tone: loss.loss > 0 ? "bad" : "good" });
      continue;
    }
    const [goal, worse, better] = GOALS[loss.goal] ?? [loss.goal.charAt(0).toUpperCase() + loss.goal.slice(1), "worse", "better"];
    const amount = amountOf(loss, Math.abs(loss.loss), currency);
    found.push({
      goal, sure: sureOf(loss, currency),
      text: loss.loss ? `${amount} ${loss.loss > 0 ? worse : better}` : "the same",
      tone: loss.loss > 0 ? "bad" : loss.loss < 0 ? "good" : "",
    });
  }
  return found;
}

/** The goal that decides: the first that differs; null where nothing does. */
export const deciding = (losses, currency) => lossLines(losses, currency).find((line) => line.tone !== "") ?? null;

function sureOf(loss, currency) {
  if (loss.least == null || loss.most == null) return "as found";
  if (loss.least === loss.most) return "proved";
  if (loss.least > 0) return `${amountOf(loss, loss.least, currency)} of it proved`;
  return loss.most > 0 ? `not decided: at most ${amountOf(loss, loss.most, currency)} worse` : "no worse, proved";
}

function amountOf({ unit, scale }, value, currency) {
  const number = value / (scale || 1);
  if (unit === "money") return money(number, currency);
  if (unit === "minutes") return hours(number);
  if (unit === "weighted minutes") return `${hours(number)} (weighted)`;
  return Math.round(number).toLocaleString("en-GB");
}
