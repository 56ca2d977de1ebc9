// An overlay as a file that `fairload plan --overlay` reads.

/** An overlay as the text of a file. JSON in block style: valid YAML, and read by `fairload plan --overlay`. */
export function fileText(data) {
  return block(data, 0);
}

const plainWord = /^[A-Za-z][A-Za-z0-9 _./-]*$/;
const words = new Set(["true", "false", "yes", "no", "on", "off", "null", "y", "n"]);
const plainDate = /^\d{4}-\d{2}-\d{2}$/;

function scalar(value) {
  if (typeof value !== "string") return JSON.stringify(value);
  const safe = (plainWord.test(value) && !words.has(value.toLowerCase()) && value === value.trim()) || plainDate.test(value) || /^\d+(\.\d+)?h$/.test(value);
  return safe ? value : JSON.stringify(value);
}

const isFlat = (value) => value === null || typeof value !== "object";

function block(value, depth) {
  const pad = "  ".repeat(depth);
  if (Array.isArray(value)) {
    return value.map((each) => isFlat(each) ? `${pad}- ${scalar(each)}\n` : `${pad}- ${block(each, depth + 1).trimStart()}`).join("");
  }
  return Object.entries(value).map(([key, each]) => {
    if (isFlat(each)) return `${pad}${key}: ${scalar(each)}\n`;
    if (Array.isArray(each) && !each.length) return `${pad}${key}: []\n`;
    return `${pad}${key}:\n${block(each, depth + 1)}`;
  }).join("");
}
