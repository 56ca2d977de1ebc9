// How figures are written. Minutes and minor units come in, text goes out; nothing is calculated with the text.

const MINUS = "−";

/** `7h30`, `−12h`, `0h`. */
export function hours(minutes) {
  const whole = Math.abs(Math.round(minutes));
  const rest = whole % 60;
  const big = Math.floor(whole / 60).toLocaleString("en-GB");
  return `${minutes < 0 ? MINUS : ""}${big}h${rest ? String(rest).padStart(2, "0") : ""}`;
}

/** `8,485h`: whole hours, for large sums. */
export const wholeHours = (minutes) =>
  `${minutes < 0 ? MINUS : ""}${Math.abs(Math.round(minutes / 60)).toLocaleString("en-GB")}h`;

/** `74.1 %`, or a dash for null. */
export function percent(share, digits = 1) {
  return share == null ? "–" : `${(share * 100).toFixed(digits)} %`.replace("-", MINUS);
}

/** `106 %` of 1056 per mille. */
export const perMille = (value) => (value == null ? "–" : `${Math.round(value / 10)} %`);

/** `£753,542`, from minor units; a dash where a viewer may not see it. */
export function money(minor, currency = "GBP") {
  if (minor == null) return "–";
  return new Intl.NumberFormat("en-GB", { style: "currency", currency, maximumFractionDigits: 0 })
    .format(minor / 100)
    .replace("-", MINUS);
}

/** `+12h` · `−£30` · `±0`: a change, written by the given formatter. */
export function change(delta, write) {
  if (!delta) return "±0";
  return delta > 0 ? `+${write(delta)}` : write(delta);
}

/** `1 need`, `3 needs`. */
export const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;

const MONTH_NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Onboarding` of `onboarding`, `QA review` of `qa-review`: an id as words. */
export function words(id) {
  const text = id.replace(/(\d{4})-(\d{2})/, (_, year, month) => `${MONTH_NAMES[month - 1]} ${year}`).replace(/[-_]+/g, " ").replace(/\bqa\b/gi, "QA").replace(/\bpm\b/gi, "PM").replace(/\bux\b/gi, "UX");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `proved best` and its like, as people say it. */
export const OUTCOMES = {
  proved_best: "Proved best",
  best_so_far: "Best so far",
  impossible: "Impossible",
  nothing_found: "Nothing found yet",
};
