// What the board knows at this moment, as signals; what follows from them; and what is said to somebody.

import { computed, signal } from "./ui.js";
import { Problem } from "./service.js";
import { loads, delivered } from "./logic/plan.js";
import { blocksByPerson } from "./logic/blocks.js";
import { difference } from "./logic/diff.js";
import { NOTHING } from "./logic/filter.js";

export const session = signal({ role: "planner", money: true, auth: false });
export const route = signal({ view: "start", id: "", more: "" }); // `more`: the answer that Why shows
export const jobs = signal([]);
export const opened = signal(null); // {id, job, book, document}: the plan on the board
export const missed = signal(""); // the id of a plan that could not be opened
export const history = signal(null);
export const restored = signal(null); // the state that a reload brought back
export const checked = signal({ state: "idle" }); // idle | busy | done {answer} | failed {problem}
export const filter = signal(NOTHING);
export const zoom = signal("fit");
export const mode = signal("bookings");
export const toggled = signal(new Set()); // people shown the other way than `mode` says
export const selected = signal(null);
export const against = signal(null); // {id, name, plan}: the plan the board is compared with
export const notice = signal(null); // {kind, text, faults}
export const news = signal(new Map()); // job id -> {progress: [...], status}
export const busy = signal(false);

export const book = computed(() => opened.value?.book ?? null);
/** Whether what is opened is what the address names: while another plan is on its way, nothing of this one is shown. */
export const there = computed(() => opened.value !== null && opened.value.id === route.value.id);
export const plan = computed(() => history.value?.now.state ?? null);
export const edited = computed(() => history.value !== null && history.value.now.state !== history.value.base);
export const blocks = computed(() => (plan.value ? blocksByPerson(plan.value, book.value) : new Map()));
export const load = computed(() => (plan.value ? loads(plan.value, book.value) : new Map()));
export const given = computed(() => (plan.value ? delivered(plan.value) : new Map()));
export const changes = computed(() =>
  plan.value && (against.value || edited.value)
    ? difference(against.value?.plan ?? history.value.base, plan.value)
    : new Map(),
);
/** The document with the figures of what is on the board: of the changed plan once it is checked. */
export const figures = computed(() =>
  edited.value && checked.value.answer ? checked.value.answer.document : opened.value?.document ?? null,
);
export const breaches = computed(() => (edited.value ? checked.value.answer?.breaches ?? [] : []));
/** What a viewer may not do is not offered. */
export const mayPlan = computed(() => session.value.role !== "viewer");
export const mayMoney = computed(() => session.value.money !== false);
export const currency = computed(() => opened.value?.book.scenario.currency ?? "GBP");
/** Missing minutes by demand, as the board stands: those of the checked document, or counted until it is checked. */
export const missing = computed(() => {
  if (!plan.value) return [];
  const known = new Map((figures.value?.shortfalls ?? []).map((each) => [each.demand, each]));
  return book.value.demands
    .filter((demand) => demand.effort > 0)
    .map((demand) => ({
      demand,
      minutes: demand.seats
        ? known.get(demand.id)?.minutes ?? 0
        : Math.max(0, demand.effort - (given.value.get(demand.id) ?? 0)),
      report: known.get(demand.id),
    }))
    .filter((each) => each.minutes > 0);
});

export const ended = (job) => ["completed", "stopped", "failed"].includes(job?.status);

export const go = (view, id = route.value.id, more = "") => { location.hash = ["#", view, id, more].filter(Boolean).join("/"); };

export function tell(error) {
  notice.value = error instanceof Problem
    ? { kind: "bad", title: error.title, text: error.message, faults: error.faults, status: error.status }
    : { kind: "bad", title: "Something went wrong", text: String(error?.message ?? error), faults: [] };
  if (!(error instanceof Problem)) console.error(error);
}

export function say(text) {
  notice.value = { kind: "good", text, faults: [] };
}

/** Runs something that asks the service, and says what it refused. */
export async function attempt(work) {
  busy.value = true;
  try {
    return await work();
  } catch (error) {
    tell(error);
    return undefined;
  } finally {
    busy.value = false;
  }
}
