// Changes by hand: made, undone, and checked by the service.

import { effect } from "./ui.js";
import * as service from "./service.js";
import { phaseRows, rows } from "./logic/plan.js";
import { asSource, keepsPins, pinsOverlay, publishedRows, samePins } from "./logic/pins.js";
import * as past from "./logic/history.js";
import { blocks, book, checked, edited, history, opened, plan, selected } from "./state.js";

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
  history.value = past.begin(history.value.base);
  selected.value = null;
  recheck();
}

/** The plan on the board as the service takes it. Pins are part of a scenario, so other pins make another one, which
 *  takes longer to read: they are left out where `enough(before, now)` says that those of before will do. */
export function byHand(enough = samePins) {
  const before = history.value.base;
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
