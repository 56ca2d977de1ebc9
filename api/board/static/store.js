// What the board knows at this moment. Views read these signals and call the functions below; nothing else changes them.

import { batch, computed, effect, signal } from "./ui.js";
import * as service from "./service.js";
import { readBook } from "./logic/book.js";
import { phaseRows, readPlan, rows, loads, delivered } from "./logic/plan.js";
import { blocksByPerson } from "./logic/blocks.js";
import { asSource, keepsPins, pinsOverlay, publishedRows, samePins } from "./logic/pins.js";
import * as past from "./logic/history.js";
import { difference } from "./logic/diff.js";
import { NOTHING } from "./logic/filter.js";

export const session = signal({ role: "planner", money: true, auth: false });
export const route = signal({ view: "start", id: "", more: "" }); // `more`: the answer that Why shows
export const jobs = signal([]);
export const opened = signal(null); // {id, job, book, document}: the plan on the board
export const history = signal(null);
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
export const plan = computed(() => history.value?.now.state ?? null);
export const edited = computed(() => (history.value?.past.length ?? 0) > 0);
export const blocks = computed(() => (plan.value ? blocksByPerson(plan.value, book.value) : new Map()));
export const load = computed(() => (plan.value ? loads(plan.value, book.value) : new Map()));
export const given = computed(() => (plan.value ? delivered(plan.value) : new Map()));
export const changes = computed(() =>
  plan.value && (against.value || edited.value)
    ? difference(against.value?.plan ?? history.value.past[0]?.state ?? plan.value, plan.value)
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

export const go = (view, id = route.value.id, more = "") => { location.hash = ["#", view, id, more].filter(Boolean).join("/"); };

export function tell(error) {
  notice.value = error instanceof service.Problem
    ? { kind: "bad", title: error.title, text: error.message, faults: error.faults, status: error.status }
    : { kind: "bad", title: "Something went wrong", text: String(error?.message ?? error), faults: [] };
  if (!(error instanceof service.Problem)) console.error(error);
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

export async function refreshJobs() {
  jobs.value = (await service.listPlans()).plans;
}

let opening = "";

/** Plans that were left with changes on them: their histories by id, for whoever comes back to them. */
const left = new Map();

let settled = "";

/** What is changed on the board has become a plan of its own: nobody needs it on this one when they come back. */
export const settle = () => { settled = opened.value.id; };

/** Puts a plan on the board: its people at once, its work as soon as there is any, and what was changed there by hand. */
export async function open(id) {
  if (opened.value?.id === id) return;
  opening = id;
  const none = (problem) => (problem.status === 404 ? null : Promise.reject(problem));
  const [job, board] = await Promise.all([service.getPlan(id), service.planBoard(id)]);
  const found = job.best || ended(job) ? await service.planDocument(id).catch(none) : null;
  if (opening !== id) return; // somebody has gone on to another plan meanwhile
  const read = readBook(board);
  if (edited.value && settled !== opened.value.id) left.set(opened.value.id, history.value);
  settled = "";
  batch(() => {
    selected.value = null;
    against.value = null;
    toggled.value = new Set();
    filter.value = NOTHING;
    checked.value = { state: "idle" };
    opened.value = { id, job, book: read, document: found };
    history.value = left.get(id) ?? past.begin(readPlan(found ?? { allocations: [] }, read));
  });
  left.delete(id);
  recheck();
  if (!ended(job)) follow(id);
}

export const ended = (job) => ["completed", "stopped", "failed"].includes(job?.status);

const following = new Map();

/** Listens to a job: its news into `news`, its better plans onto the board while nobody has changed anything. */
export function follow(id) {
  if (following.has(id)) return;
  const stop = new AbortController();
  following.set(id, stop);
  set(id, { progress: [], status: "" }); // the service tells everything from the beginning
  let stale = 0;
  const renew = async () => {
    const turn = ++stale;
    await new Promise((ready) => setTimeout(ready, 150)); // several better plans in a row: fetch the last
    if (turn !== stale || opened.value?.id !== id) return;
    const job = await service.getPlan(id).catch(() => opened.value?.job);
    const found = job?.best || ended(job) ? await service.planDocument(id).catch(() => null) : null;
    if (opened.value?.id !== id) return;
    batch(() => {
      const read = opened.value.book;
      opened.value = { ...opened.value, job, document: found ?? opened.value.document };
      if (found && !edited.value) history.value = past.begin(readPlan(found, read));
    });
  };
  service.listen(id, (event, data) => {
    const so = news.value.get(id) ?? { progress: [], status: "" };
    if (event === "progress") set(id, { ...so, progress: [...so.progress, data], status: data.status ?? so.status });
    if (event === "status" || event === "end") set(id, { ...so, status: data.status, reason: data.reason });
    const live = opened.value?.id === id && !ended(opened.value.job);
    if (live && (event === "plan" || event === "end" || event === "status")) renew();
    if (event === "end" || event === "status") refreshJobs().catch(() => {});
  }, stop.signal).finally(() => following.delete(id));
}

function set(id, what) {
  news.value = new Map(news.value).set(id, what);
}

/** Makes a change to the plan on the board, and has it checked. */
export function change(next, label) {
  if (next === plan.value) return;
  history.value = past.push(history.value, next, label);
  recheck();
}

export function undo() {
  history.value = past.undo(history.value);
  recheck();
}

export function redo() {
  history.value = past.redo(history.value);
  recheck();
}

export function discard() {
  history.value = past.begin((history.value.past[0] ?? history.value.now).state);
  selected.value = null;
  recheck();
}

/** The plan on the board as the service takes it. Pins are part of a scenario, so other pins make another one, which
 *  takes longer to read: they are left out where `enough(before, now)` says that those of before will do. */
export function byHand(enough = samePins) {
  const before = history.value.past[0]?.state ?? plan.value;
  const overlay = () => asSource(pinsOverlay(plan.value, book.value, publishedRows(book.value)));
  return {
    plan: opened.value.id,
    ...(enough(before, plan.value) ? {} : { overlays: [overlay()] }),
    allocations: rows(plan.value, book.value).map(({ status, ...row }) => row),
    phases: phaseRows(plan.value, book.value),
  };
}

let asked = 0;

/** Has the service check the plan as it stands; an answer that comes after a newer change is dropped. */
export async function recheck() {
  const turn = ++asked;
  if (!edited.value) {
    checked.value = { state: "idle" };
    return;
  }
  checked.value = { ...checked.value, state: "busy" };
  try {
    const answer = await service.check(byHand(keepsPins));
    if (turn === asked) checked.value = { state: "done", answer };
  } catch (problem) {
    if (turn === asked) checked.value = { state: "failed", problem };
  }
}

/** Starts a solve and listens to it. */
export async function start(body) {
  const job = await service.startPlan(body);
  follow(job.id);
  refreshJobs().catch(() => {});
  return job;
}

// The selection survives edits: a block is named by demand and person, and found again where it went.
effect(() => {
  if (!edited.value) return;
  const chosen = selected.peek();
  if (chosen?.kind === "block" && !findBlock(chosen)) selected.value = null;
});

/** The block that is selected, in the plan as it stands. */
export function findBlock(chosen) {
  const list = blocks.value.get(chosen.person) ?? [];
  return list.find((block) => block.id === chosen.id) ??
    list.find((block) => block.demand === chosen.demand && chosen.first <= block.last && chosen.last >= block.first) ??
    list.find((block) => block.demand === chosen.demand);
}
