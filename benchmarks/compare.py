"""Is this release better than the last? Two studies, run by run, and a verdict that knows about noise.

Runs are paired by what was asked: instance, rules off, solver, time limit, seed. For each pair the difference is how
much better the new value is, relative to the old one; seeds of one instance are first averaged, because they are not
independent witnesses. A suite's verdict comes from Wilcoxon's signed-rank test over its instances (two-sided): below
`LEVEL` the study with the better median difference is better; otherwise *no difference shown*, which is not the same
as none. With fewer than six instances that differ, no outcome of the test could be below the level, and the verdict
says so.

Source: Wilcoxon 1945, and Demsar 2006 (JMLR 7) on comparing two algorithms over many data sets.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median

from benchmarks.record import Record

LEVEL = 0.05
FEWEST = 6
"""The smallest two-sided p-value of n pairs that all differ one way is 2 / 2**n; from six on it is below the level."""
NO_VALUE = 1.0
"""How much better a plan is than none: as much as a value is than nothing."""


@dataclass(frozen=True)
class Verdict:
    """What two studies say about one solver on one suite."""

    suite: str
    solver: str
    instances: int
    better: int
    equal: int
    worse_count: int
    median_change: float
    """Relative, positive is better."""
    p_value: float | None
    """None where too few instances differ for the test to say anything."""
    changed: tuple[str, ...]
    """Instances whose scenario is not the same in both studies; they are left out."""

    @property
    def shown(self) -> bool:
        """Whether a difference is shown at all."""
        return self.p_value is not None and self.p_value < LEVEL

    @property
    def worse(self) -> bool:
        """Whether the new study is shown to be worse."""
        return self.shown and self.better < self.worse_count

    @property
    def text(self) -> str:
        """`better`, `worse`, or why neither."""
        if not self.instances:
            return "nothing in common"
        if self.better == self.worse_count == 0:
            return "equal"
        if self.p_value is None:
            return f"no difference shown ({self.better + self.worse_count} instances differ; at least {FEWEST} must)"
        if not self.shown:
            return "no difference shown"
        return "worse" if self.worse else "better"


def compare(old: Sequence[Record], new: Sequence[Record]) -> list[Verdict]:
    """A verdict for every suite and solver that both studies have."""
    before = {record.case: record for record in old}
    pairs: dict[tuple[str, str], list[tuple[Record, Record]]] = defaultdict(list)
    for record in new:
        if record.case in before:
            pairs[record.suite, record.solver].append((before[record.case], record))
    return [_verdict(suite, solver, each) for (suite, solver), each in sorted(pairs.items())]


def _verdict(suite: str, solver: str, pairs: Sequence[tuple[Record, Record]]) -> Verdict:
    changes: dict[tuple[str, tuple[str, ...]], list[float]] = defaultdict(list)
    altered = set()
    for before, after in pairs:
        if before.instance_hash != after.instance_hash and before.instance_hash and after.instance_hash:
            altered.add(before.instance)
        elif before.status != "skipped" and after.status != "skipped":
            changes[before.variant].append(change(before, after))
    means = [mean(each) for each in changes.values()]
    differing = [each for each in means if each]
    return Verdict(
        suite=suite,
        solver=solver,
        instances=len(means),
        better=sum(each > 0 for each in means),
        equal=len(means) - len(differing),
        worse_count=sum(each < 0 for each in means),
        median_change=median(means) if means else 0.0,
        p_value=_signed_rank(differing) if len(differing) >= FEWEST else None,
        changed=tuple(sorted(altered)),
    )


def change(before: Record, after: Record) -> float:
    """How much better the second value is, relative to the first; a plan is much better than none."""
    if before.value is None or after.value is None:
        return NO_VALUE * ((after.value is not None) - (before.value is not None))
    difference = after.value - before.value if after.sense == "max" else before.value - after.value
    return difference / max(1.0, abs(before.value))


def _signed_rank(differences: Sequence[float]) -> float:
    from scipy.stats import wilcoxon

    return float(wilcoxon(differences).pvalue)


def comparison_text(verdicts: Sequence[Verdict]) -> str:
    """The verdicts as a Markdown table."""
    if not verdicts:
        return "The two studies have no run in common: same instance, rules, solver, time limit and seed."
    lines = [
        "| suite | solver | instances | better / equal / worse | median change | p | verdict |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in verdicts:
        p_value = "-" if each.p_value is None else f"{each.p_value:.3f}"
        lines.append(
            f"| {each.suite} | {each.solver} | {each.instances} | {each.better} / {each.equal} / {each.worse_count} "
            f"| {100 * each.median_change:+.3f} % | {p_value} | {each.text} |"
        )
    altered = sorted({name for each in verdicts for name in each.changed})
    if altered:
        lines += ["", f"Left out, because their scenario changed between the studies: {', '.join(altered)}."]
    return "\n".join(lines)
