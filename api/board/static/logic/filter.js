// Which people and bookings the board shows. An empty filter shows everything.

export const NOTHING = { text: "", department: "", skill: "", project: "", client: "" };

const has = (text, ...fields) => fields.some((field) => field?.toLowerCase().includes(text));

/** Whether a demand belongs to the wanted project and client. */
export function demandShown(filter, book, demand) {
  if (filter.project && demand.project !== filter.project) return false;
  return !filter.client || book.project.get(demand.project).client === filter.client;
}

/** Whether a person is shown: by department, skill, words, and whether any wanted work is theirs. */
export function personShown(filter, book, person, blocks) {
  if (filter.department && person.department !== filter.department) return false;
  if (filter.skill && !(filter.skill in person.skills)) return false;
  const wanted = blocks.filter((block) => demandShown(filter, book, block.of));
  if ((filter.project || filter.client) && !wanted.length) return false;
  const text = filter.text.trim().toLowerCase();
  if (!text) return true;
  const role = book.role.get(person.role)?.name;
  const skills = Object.keys(person.skills).map((skill) => book.skill.get(skill)?.name);
  return has(text, person.name, person.id, role, ...skills) ||
    wanted.some((block) => has(text, block.of.label, block.of.projectOf.name, block.of.projectOf.clientName));
}

/** Whether missing work is shown. */
export function shortfallShown(filter, book, demand) {
  if (filter.skill && demand.skill !== filter.skill) return false;
  if (!demandShown(filter, book, demand)) return false;
  if (filter.department && !book.people.some((p) => p.department === filter.department && demand.able.has(p.id))) {
    return false;
  }
  const text = filter.text.trim().toLowerCase();
  return !text || has(text, demand.label, demand.projectOf.name, demand.projectOf.clientName, book.skill.get(demand.skill)?.name);
}
