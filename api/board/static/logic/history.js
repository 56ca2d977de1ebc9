// Undo and redo: a list of states with a place in it. Plain data; a change after an undo forgets what was undone.

const MOST = 200;

export const begin = (state) => ({ past: [], now: { state, label: "" }, future: [] });

export const push = (history, state, label) => ({
  past: [...history.past, history.now].slice(-MOST),
  now: { state, label },
  future: [],
});

export function undo(history) {
  if (!history.past.length) return history;
  return { past: history.past.slice(0, -1), now: history.past.at(-1), future: [history.now, ...history.future] };
}

export function redo(history) {
  if (!history.future.length) return history;
  return { past: [...history.past, history.now], now: history.future[0], future: history.future.slice(1) };
}
