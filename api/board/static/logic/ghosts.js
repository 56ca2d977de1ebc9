// Bookings that another plan has and this one has not, as blocks: drawn as outlines when plans are compared.

import { blocksByPerson } from "./blocks.js";
import { gone } from "./diff.js";

export function ghosts(before, after, book) {
  const found = blocksByPerson(gone(before, after), book);
  for (const list of found.values()) for (const block of list) block.id = `gone ${block.id}`;
  return found;
}
