// Which plan is on the board, and what is heard of those that are being solved.

import { batch } from "./ui.js";
import * as service from "./service.js";
import { readBook } from "./logic/book.js";
import { readPlan } from "./logic/plan.js";
import * as past from "./logic/history.js";
import { NOTHING } from "./logic/filter.js";
import { against, checked, edited, ended, filter, history, jobs, mayPlan, missed, news, opened, restored, say, selected, toggled } from "./state.js";
import { forget, kept } from "./unsaved.js";
import { recheck } from "./changing.js";

export async function refreshJobs() {
  jobs.value = (await service.listPlans()).plans;
}

let opening = "";

/** Plans that were left with changes on them: their histories by id, for whoever comes back to them. */
const left = new Map();

let settled = "";

/** What is changed on the board has become a plan of its own: nobody needs it on this one when they come back. */
export const settle = (id) => {
  settled = id;
  left.delete(id);
  forget(id);
};

/** Puts a plan on the board: its people at once, its work as soon as there is any, and what was changed there by hand. */
export async function open(id) {
  opening = id; // also where nothing is to be fetched: somebody who turned back no longer waits for what they left
  missed.value = "";
  if (opened.value?.id === id) return;
  let fetched;
  try {
    fetched = await parts(id);
  } catch (problem) {
    if (opening !== id) return;
    missed.value = id;
    throw problem;
  }
  if (opening !== id) return; // somebody has gone on to another plan meanwhile
  const { job, board, found } = fetched;
  const read = readBook(board);
  const base = readPlan(found ?? { allocations: [] }, read);
  const before = left.has(id) || !mayPlan.value ? null : kept(id, base);
  if (edited.value && settled !== opened.value.id) left.set(opened.value.id, history.value);
  settled = "";
  batch(() => {
    selected.value = null;
    against.value = null;
    toggled.value = new Set();
    filter.value = NOTHING;
    checked.value = { state: "idle" };
    opened.value = { id, job, book: read, document: found };
    history.value = left.get(id) ?? before ?? past.begin(base);
    restored.value = before?.now.state ?? null;
  });
  left.delete(id);
  if (before === undefined) say("Your changes by hand are gone: the plan they were made on has been replaced by a better one since.");
  recheck();
  if (!ended(job)) follow(id);
}

/** Everything that the service knows of a plan; no document before there is a first plan. */
async function parts(id) {
  const none = (problem) => (problem.status === 404 ? null : Promise.reject(problem));
  const [job, board] = await Promise.all([service.getPlan(id), service.planBoard(id)]);
  return { job, board, found: job.best || ended(job) ? await service.planDocument(id).catch(none) : null };
}

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

/** Starts a solve and listens to it. */
export async function start(body) {
  const job = await service.startPlan(body);
  follow(job.id);
  refreshJobs().catch(() => {});
  return job;
}
