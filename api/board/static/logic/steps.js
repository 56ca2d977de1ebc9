// Changes by hand as plain data, so that they outlive a reload: what each step did to the one before it, and on which
// plan. Steps share most of what they hold, and so the text of many changes stays short.

/** What a step did: {pairs, phases, pinned, unpinned}, of JSON's own types. */
export function stepFrom(before, after) {
  const names = new Set([...before.pairs.keys(), ...after.pairs.keys()]);
  const other = [...names].filter((name) => before.pairs.get(name) !== after.pairs.get(name));
  return {
    pairs: other.map((name) => [name, [...(after.pairs.get(name) ?? [])]]),
    phases: before.phases === after.phases ? null : [...after.phases],
    pinned: [...after.pinned].filter((day) => !before.pinned.has(day)),
    unpinned: [...before.pinned].filter((day) => !after.pinned.has(day)),
  };
}

const worked = new WeakMap();

/** The step to a state, worked out once: every change writes all of them. */
function stepTo(after, before) {
  if (worked.get(after)?.before !== before) worked.set(after, { before, step: stepFrom(before, after) });
  return worked.get(after).step;
}

/** The plan after a step. One that did nothing gives the same plan. */
export function stepOn(plan, { pairs, phases, pinned, unpinned }) {
  if (!pairs.length && !phases && !pinned.length && !unpinned.length) return plan;
  const next = { pairs: new Map(plan.pairs), phases: phases ? new Map(phases) : plan.phases, pinned: new Set(plan.pinned) };
  for (const [name, minutes] of pairs) {
    if (minutes.length) next.pairs.set(name, new Map(minutes));
    else next.pairs.delete(name);
  }
  for (const day of pinned) next.pinned.add(day);
  for (const day of unpinned) next.pinned.delete(day);
  return next;
}

/** A history as text; `fromText` reads it again. */
export function asText(history) {
  const states = [...history.past, history.now, ...history.future];
  const steps = states.map(({ state, label }, index) => [label, stepTo(state, index ? states[index - 1].state : history.base)]);
  return JSON.stringify({ made: signature(history.base), at: history.past.length, steps });
}

/** The history that a text tells, on the plan that it was made on; null where the plan is another one by now. */
export function fromText(text, base) {
  let told;
  try {
    told = JSON.parse(text);
  } catch {
    return null; // cut off, or of somebody else
  }
  if (told?.made !== signature(base)) return null;
  let state = base;
  const states = told.steps.map(([label, step]) => ({ label, state: (state = stepOn(state, step)) }));
  return { base, past: states.slice(0, told.at), now: states[told.at], future: states.slice(told.at + 1) };
}

const known = new WeakMap();

/** A number that two different plans hardly ever share: whether a plan is still the one that was changed. */
export function signature(plan) {
  if (!known.has(plan)) {
    const pairs = [...plan.pairs].map(([name, minutes]) => [name, [...minutes]]);
    known.set(plan, hash(JSON.stringify([pairs, [...plan.phases], [...plan.pinned]])));
  }
  return known.get(plan);
}

/** Two hashes of 32 bits in the manner of FNV-1a: enough against mistakes, and nothing against malice. */
function hash(text) {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at++) {
    a = Math.imul(a ^ text.charCodeAt(at), 16777619);
    b = Math.imul(b ^ text.charCodeAt(at), 2246822519);
  }
  return `${(a >>> 0).toString(16)}-${(b >>> 0).toString(16)}`;
}
