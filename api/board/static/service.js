// The HTTP service, as functions. Errors are problem documents (RFC 9457); they come out as `Problem`.

const KEY = "fairload.key";

/** What the service refused, in its own words. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `The service answered ${status}.`);
    this.status = status;
    this.title = body.title || "Something went wrong";
    this.type = body.type ?? "";
    this.faults = body.faults ?? [];
  }
}

export const keyOf = () => sessionStorage.getItem(KEY) ?? "";
export const useKey = (key) => sessionStorage.setItem(KEY, key);

function headers(more = {}) {
  const key = keyOf();
  return key ? { ...more, Authorization: `Bearer ${key}` } : more;
}

async function ask(method, path, body, more = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: headers({ ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...more }),
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Problem(0, { title: "No connection", detail: "The service does not answer. Is it still running?" });
  }
  if (!answer.ok) throw new Problem(answer.status, await answer.json().catch(() => ({})));
  return answer.status === 204 ? null : answer.json();
}

const get = (path) => ask("GET", path);
const post = (path, body, more) => ask("POST", path, body, more);
const plan = (id) => `/v1/plans/${encodeURIComponent(id)}`;

export const me = () => get("/v1/me");
export const workers = () => get("/v1/workers");
export const demos = () => get("/v1/demos");
export const demo = (name) => get(`/v1/demos/${encodeURIComponent(name)}`);
export const scenarios = () => get("/v1/scenarios");
export const listPlans = () => get("/v1/plans?limit=50");
export const getPlan = (id) => get(plan(id));
export const planDocument = (id) => get(`${plan(id)}/document`);
export const planBoard = (id) => get(`${plan(id)}/board`);
export const startPlan = (body) => post("/v1/plans", body, { "Idempotency-Key": crypto.randomUUID() });
export const stopPlan = (id) => ask("DELETE", plan(id));
export const check = (body) => post("/v1/checks", body);
export const keepPlan = (body) => post("/v1/plans/by-hand", body, { "Idempotency-Key": crypto.randomUUID() });
export const comparison = (body) => post("/v1/comparisons", body);
export const comparisonOf = (id) => get(`/v1/comparisons/${id}`);
export const explanationKinds = () => get("/v1/explanations");
export const explain = (kind, body) => post(`/v1/explanations/${kind}`, body);
export const explanation = (id) => get(`/v1/explanations/${id}`);

/** Fetches a file with the key on it and hands it to the browser to save. */
export async function download(path, name) {
  const answer = await fetch(path, { headers: headers() });
  if (!answer.ok) throw new Problem(answer.status, await answer.json().catch(() => ({})));
  save(await answer.blob(), name);
}

/** Lets the browser save a blob or a text under a name. */
export function save(content, name, type = "application/json") {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export const allocationsFile = (id, kind, person) =>
  `${plan(id)}/allocations.${kind}${person ? `?person=${encodeURIComponent(person)}` : ""}`;

/** Reads the server-sent events of a plan until it ends or `signal` aborts; `hear(event, data)` gets each.
 *  By fetch, because an EventSource cannot carry a key. Goes on behind the last event after a broken line. */
export async function listen(id, hear, signal) {
  let last = "";
  for (let wait = 500; !signal.aborted; wait = Math.min(wait * 2, 8000)) {
    try {
      const answer = await fetch(`${plan(id)}/events`, { headers: headers(last ? { "Last-Event-ID": last } : {}), signal });
      if (!answer.ok) throw new Problem(answer.status, await answer.json().catch(() => ({})));
      for await (const event of events(answer.body)) {
        if (event.id) last = event.id;
        hear(event.name, event.data);
        if (event.name === "end") return;
      }
    } catch (error) {
      if (signal.aborted || (error instanceof Problem && error.status < 500 && error.status)) return;
    }
    await new Promise((go) => setTimeout(go, wait));
  }
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value.replace(/\r/g, "");
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const event = { name: "message", data: "", id: "" };
      for (const line of text.slice(0, end).split("\n")) {
        const [, field, rest] = /^(event|data|id): ?(.*)$/.exec(line) ?? [];
        if (field === "event") event.name = rest;
        else if (field) event[field] += rest;
      }
      text = text.slice(end + 2);
      if (event.data) yield { ...event, data: JSON.parse(event.data) };
    }
  }
}
