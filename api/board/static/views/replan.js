// Replan around this: what a hand has changed is pinned, the plan as it was counts as published, and the engine
// finds the rest anew, with as few changes as its goals allow. Or keep it as it is, checked and under a name.

import * as store from "../store.js";
import * as service from "../service.js";
import { asPublished, asSource, pinsOverlay } from "../logic/pins.js";
import { words } from "../logic/format.js";
import { breachText } from "../logic/names.js";

export async function replanAround() {
  const { id, job, document } = store.opened.value;
  const { base, now } = store.history.value;
  const book = store.book.value;
  const overlay = pinsOverlay(now.state, book, asPublished(base, book));
  const next = await store.start({
    scenario: { plan: id },
    overlays: [asSource(overlay)],
    options: job.options ?? { seconds: 30 },
    ...(document ? { start_from: id } : {}),
    name: "Replanned",
  });
  store.go("board", next.id);
}

/** Keeps the plan on the board under a name and opens what was kept: true. Says what breaks where it is refused. */
export async function keep(name) {
  const { id } = store.opened.value;
  try {
    const job = await service.keepPlan({ ...store.byHand(), name });
    store.settle(id);
    await store.refreshJobs().catch(() => {});
    store.go("board", job.id);
    store.notice.value = {
      kind: "good", title: `Kept as ${name}`, text: "It is on the board now, and in the list of plans. Its id:", id: job.id,
      stays: true, faults: [],
    };
    return true;
  } catch (problem) {
    store.tell(problem);
    const broken = store.checked.value.state === "done" ? store.breaches.value : [];
    if (!problem.type?.endsWith("broken-rules") || broken.length === 0) return false;
    // The same rules as the bar below has found, in the words of the board and not with ids.
    const book = store.book.value;
    const faults = broken.map((each) => ({ message: `${words(each.rule)}: ${breachText(each, book)}` }));
    store.notice.value = { ...store.notice.value, faults };
    return false;
  }
}
