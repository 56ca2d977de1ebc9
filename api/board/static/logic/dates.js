// Days are numbers counted from the horizon's first day, as everywhere in Fairload; this file turns them into dates
// and words. All arithmetic is in UTC, so that no summer time ever moves a day.

const MS = 86_400_000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** The number of an ISO date since 1970. */
export const serial = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / MS);

/** The ISO date of a number since 1970. */
export const iso = (number) => new Date(number * MS).toISOString().slice(0, 10);

/** 0 for Monday to 6 for Sunday. */
export const weekday = (number) => (((number + 3) % 7) + 7) % 7;

/** Days of a horizon, asked by number. Weeks run Monday to Sunday, counted from the horizon's first week. */
export class Days {
  constructor(first, last) {
    this.origin = serial(first);
    this.count = serial(last) - this.origin + 1;
    this.lead = weekday(this.origin);
    this.weeks = this.week(this.count - 1) + 1;
  }

  index = (isoDate) => serial(isoDate) - this.origin;

  date = (day) => iso(this.origin + day);

  weekday = (day) => weekday(this.origin + day);

  week = (day) => Math.floor((day + this.lead) / 7);

  /** First and last day of a week inside the horizon. */
  span(week) {
    const first = week * 7 - this.lead;
    return [Math.max(0, first), Math.min(this.count - 1, first + 6)];
  }

  clamp = (day) => Math.min(this.count - 1, Math.max(0, day));

  /** `4 Jan`. */
  short = (day) => shortDate(this.date(day));

  /** `Mon 4 Jan`. */
  long = (day) => `${WEEKDAYS[this.weekday(day)]} ${this.short(day)}`;

  /** `4 Jan – 9 Feb`, or one day. */
  range = (first, last) => (first === last ? this.long(first) : `${this.short(first)} – ${this.short(last)}`);

  /** Stretches of days that share a month: [{label, first, last}]. */
  months() {
    const found = [];
    for (let day = 0; day < this.count; day++) {
      const date = this.date(day);
      const label = `${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;
      const open = found.at(-1);
      if (open?.label === label) open.last = day;
      else found.push({ label, first: day, last: day });
    }
    return found;
  }
}

/** `4 Jan` of `2027-01-04`; a dash where there is none. */
export function shortDate(isoDate) {
  return isoDate ? `${Number(isoDate.slice(8))} ${MONTHS[Number(isoDate.slice(5, 7)) - 1]}` : "–";
}

/** The ISO date so many days later. */
export const addDays = (isoDate, days) => iso(serial(isoDate) + days);
