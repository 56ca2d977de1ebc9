// Buttons for the questions that the board knows enough to ask; the answers stand in Why.

import { html, useEffect } from "../ui.js";
import * as store from "../store.js";
import { ask, kinds, kindsKnown } from "./asking.js";

/** What of the context a kind's question asks for; null where something it must have is not known. */
function questionOf(schema, context) {
  const fields = Object.keys(schema?.properties ?? {});
  const missing = (schema?.required ?? []).filter((field) => context[field] === undefined);
  if (missing.length) return null;
  return Object.fromEntries(fields.filter((field) => context[field] !== undefined).map((field) => [field, context[field]]));
}

/** Buttons for the kinds that fit what is known here, but for those that would be silly. */
export function Explain({ context, skip = [] }) {
  useEffect(() => { kindsKnown(); }, []);
  const tentative = store.book.value.project.get(context.project)?.status === "tentative";
  const fitting = kinds.value.map((kind) => ({ ...kind, question: questionOf(kind.question, context) }))
    .filter((kind) => kind.question && Object.keys(kind.question).length > 0 && !skip.includes(kind.kind) && (kind.kind !== "fee" || tentative));
  if (!store.mayPlan.value || !fitting.length) return null;
  return html`
    <section><h3>Ask the engine</h3>
      <div class="actions">${fitting.map((kind) => html`
        <button type="button" class="small" disabled=${store.busy.value} onClick=${() => ask(kind.kind, kind.question)}>${kind.title}</button>`)}</div>
    </section>`;
}
