// Replan around this: what a hand has changed is pinned, the plan as it was counts as published, and the engine
// finds the rest anew, with as few changes as its goals allow.

import * as store from "../store.js";
import { rows } from "../logic/plan.js";

/** The overlay that says so: pinned rows stay, published ones are what changes are counted against. */
export function pinsOverlay(plan, before, book) {
  const pinned = rows(plan, book).filter((row) => row.status === "pinned");
  const published = rows({ ...before, pinned: new Set() }, book);
  const past = book.given.filter((row) => row.status === "actual");
  return {
    name: "by_hand",
    title: "Changes by hand are kept",
    changes: [{ change: { path: "allocations", to: [...past, ...pinned, ...published] } }],
  };
}

export async function replanAround() {
  const { id, job, document } = store.opened.value;
  const { past, now } = store.history.value;
  const overlay = pinsOverlay(now.state, (past[0] ?? now).state, store.book.value);
  const next = await store.start({
    scenario: { plan: id },
    overlays: [{ data: overlay }],
    options: { seconds: job.options?.seconds ?? 30 },
    ...(document ? { start_from: id } : {}),
    name: "Replanned",
  });
  store.go("board", next.id);
}
