// Asking the engine: the kinds of questions there are, questions on their way, and those that were asked.

import { signal } from "../ui.js";
import * as store from "../store.js";
import * as service from "../service.js";

export const kinds = signal([]);
export const asked = signal([]); // {id, kind, question, plan}: newest first, of this visit
export const seconds = signal(20);

let known = null;

/** Which kinds there are; asked for once. */
export const kindsKnown = () => (known ??= service.explanationKinds().then((answer) => { kinds.value = answer.kinds; }, () => { known = null; }));

/** Asks, and goes to where the answer will stand. */
export const ask = (kind, question) => store.attempt(async () => {
  const plan = store.opened.value.id;
  const job = await service.explain(kind, { plan, question, options: { seconds: Number(seconds.value) || 20 } });
  asked.value = [{ id: job.id, kind, question: job.question, plan }, ...asked.value];
  store.go("why", plan, job.id);
});
