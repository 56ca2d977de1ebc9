// Unsaved changes outlive a reload: after each of them they are written where the browser keeps them for this window.
// Where it keeps nothing (no room, or it was told not to), whoever leaves the page with changes is asked first.

import { effect } from "./ui.js";
import { asText, fromText } from "./logic/steps.js";
import { edited, history, opened } from "./state.js";

const name = (id) => `fairload.changes.${id}`;

/** Plans whose changes the browser would not keep. */
const unkept = new Set();

/** What was changed on a plan: a history on `base`; null where nothing was; undefined where the plan is another one by now. */
export function kept(id, base) {
  const text = sessionStorage.getItem(name(id));
  return text === null ? null : fromText(text, base) ?? undefined;
}

export function forget(id) {
  unkept.delete(id);
  sessionStorage.removeItem(name(id));
}

effect(() => {
  if (!opened.value || !history.value) return;
  const { id } = opened.value;
  if (!edited.value) return forget(id);
  try {
    sessionStorage.setItem(name(id), asText(history.value));
    unkept.delete(id);
  } catch {
    forget(id); // an older state of it would be worse than none
    unkept.add(id);
  }
});

window.addEventListener("beforeunload", (event) => {
  if (unkept.size) event.preventDefault();
});
