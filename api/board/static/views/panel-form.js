// A booking changed by form: who, from, to, hours.

import { html, useState } from "../ui.js";
import * as store from "../store.js";
import { rebook } from "../logic/edits.js";
import { Field } from "../parts/bits.js";
import { settle } from "./acts.js";

export function Form({ block }) {
  const book = store.book.value;
  const [person, setPerson] = useState(block.person);
  const [first, setFirst] = useState(book.days.date(block.first));
  const [last, setLast] = useState(book.days.date(block.last));
  const [amount, setAmount] = useState(block.minutes / 60);
  const able = book.people.filter((each) => block.of.able.has(each.id));
  const others = book.people.filter((each) => !block.of.able.has(each.id));
  const submit = (event) => {
    event.preventDefault();
    const from = book.days.clamp(book.days.index(first));
    const to = book.days.clamp(book.days.index(last));
    const minutes = Math.round((Number(amount) * 60) / book.quantum) * book.quantum;
    settle(rebook(store.plan.value, book, block, { person, first: from, last: Math.max(from, to), minutes }), block, person, from, "Changed");
  };
  return html`
    <form class="form tight" onSubmit=${submit}>
      <${Field} label="Who"><select value=${person} onChange=${(event) => setPerson(event.target.value)}>
        <optgroup label="Could do it">${able.map((each) => html`<option value=${each.id} selected=${each.id === person}>${each.name}</option>`)}</optgroup>
        <optgroup label="Could not, by skill or department">${others.map((each) => html`<option value=${each.id} selected=${each.id === person}>${each.name}</option>`)}</optgroup>
      </select><//>
      <div class="pair">
        <${Field} label="From"><input type="date" value=${first} min=${book.horizon.first} max=${book.horizon.last} required onInput=${(event) => setFirst(event.target.value)} /><//>
        <${Field} label="To"><input type="date" value=${last} min=${book.horizon.first} max=${book.horizon.last} required onInput=${(event) => setLast(event.target.value)} /><//>
      </div>
      <div class="pair">
        <${Field} label="Hours"><input type="number" min="0.5" step="0.5" value=${amount} required onInput=${(event) => setAmount(event.target.value)} /><//>
        <button class="primary" type="submit">Change</button>
      </div>
    </form>`;
}
