// The ideas of What if: overlays made by form, by an answer of the engine, or ready-made with a demo.

import { signal } from "../ui.js";
import * as service from "../service.js";

/** So many scenarios stand side by side at most, the plan as it is among them. */
export const MOST = 6;
export const ideas = signal([]); // {key, title, overlay | demo, chosen}
let ideasOf = "";

/** An overlay as an idea, chosen while there is room. */
export function addIdea(overlay) {
  const chosen = ideas.value.filter((each) => each.chosen).length < MOST - 1;
  ideas.value = [{ key: crypto.randomUUID(), title: overlay.title, overlay, chosen }, ...ideas.value];
}

/** The ready-made what-ifs of the demo the plan was made from, if it was. */
export async function readyMade(name) {
  if (ideasOf === name) return;
  ideasOf = name;
  const { demos } = await service.demos().catch(() => ({ demos: [] }));
  if (!demos.some((demo) => demo.name === name)) return;
  const found = await service.demo(name).catch(() => null);
  if (!found) return;
  const known = new Set(ideas.value.map((each) => each.key));
  ideas.value = [...ideas.value, ...found.overlays.map((each) => ({
    key: `demo:${each.name}`, title: each.title || each.name, demo: each.name, chosen: false,
  })).filter((each) => !known.has(each.key))];
}
