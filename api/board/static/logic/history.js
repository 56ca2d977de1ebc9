// Undo and redo: a list of states with a place in it. Plain data; a change after an undo forgets what was undone.
// `base` is the plan as it was made: what changes are counted against, however many there are.

const MOST = 200;

export const begin = (state) => ({ base: state, past: [], now: { state, label: "" }, future: [] });

export const push = (history, state, label) => ({
  ...history,
  past: [...history.past, history.now].slice(-MOST),
  now: { state, label },
  future: [],
});

export function undo(history) {
  if (!history.past.length) return history;
  return { ...history, past: history.past.slice(0, -1), now: history.past.at(-1), future: [history.now, ...history.future] };
}

export function redo(history) {
  if (!history.future.length) return history;
  return { ...history, past: [...history.past, history.now], now: history.future[0], future: history.future.slice(1) };
}
