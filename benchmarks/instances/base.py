"""What an instance is: a scenario to be made when it is asked for, and what is known about its best plan.

Every set, our own and the public ones, is a module with one function::

    def instances(data: Path) -> Iterator[Instance]: ...

which yields the set's instances in a fixed order. It reads file *names* at most: a document is made only when
`Instance.document` is called. Values are in the unit that people read in a report (`TierResult.value / scale`):
money in minor units for `revenue`, days for `finish`, people for `team`.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
"""A scenario as it would stand in a file: what `engine.load_data` accepts."""


@dataclass(frozen=True)
class Instance:
    """One problem of a set."""

    name: str
    """Unique within its suite; ids and file names are made of it: letters, digits, dot, dash, underscore."""
    make: Callable[[], Document]
    """Reads or generates the document, the same one every time."""
    goal: str
    """The tier that is compared with `best_known`; the first tier of the policy in all of today's sets."""
    best_known: float | None = None
    """The best value on record, in the goal's unit; None where there is none."""
    reference_bound: float | None = None
    """A bound on record that no plan can beat; equal to `best_known` where that is proved. None if there is none."""
    source: str = ""
    """Where instance and record come from: a paper, a file of the data folder, the generator and its seed."""

    def document(self) -> Document:
        """The scenario document."""
        return self.make()


def document_hash(document: Document) -> str:
    """A short name for exactly this scenario, wherever and whenever it was made."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]
