"""Two studies and a verdict: shown where the pairs say so, and not where chance could."""

from dataclasses import replace

import pytest
from studies import made

from benchmarks.compare import FEWEST, LEVEL, change, compare, comparison_text


def study(values, **fields):
    """A run of each value, on instances of their own."""
    return [made(f"i{number}", value=float(value), **fields) for number, value in enumerate(values)]


def test_a_change_that_all_instances_share_is_shown():
    [verdict] = compare(study([100] * 8), study([101, 102, 103, 101, 102, 103, 101, 102]))
    assert (verdict.better, verdict.equal, verdict.worse_count) == (8, 0, 0)
    assert verdict.text == "better"
    assert not verdict.worse


def test_the_same_change_the_other_way_is_worse():
    [verdict] = compare(study([101, 102, 103, 101, 102, 103, 101, 102]), study([100] * 8))
    assert verdict.text == "worse"
    assert verdict.worse


def test_less_is_better_where_the_goal_is_pushed_down():
    [verdict] = compare(study([50] * 7, sense="min"), study([40, 41, 42, 43, 44, 45, 46], sense="min"))
    assert verdict.text == "better"


def test_ups_and_downs_of_one_size_show_nothing():
    [verdict] = compare(study([100] * 8), study([101, 99, 102, 98, 103, 97, 101, 99]))
    assert verdict.text == "no difference shown"


def test_equal_studies_are_equal():
    [verdict] = compare(study([100, 90]), study([100, 90]))
    assert verdict.text == "equal"


def test_few_instances_never_show_a_difference():
    """With five pairs even the clearest outcome happens once in sixteen by chance."""
    [verdict] = compare(study([100] * (FEWEST - 1)), study([200] * (FEWEST - 1)))
    assert verdict.p_value is None
    assert verdict.text == "no difference shown (5 instances differ; at least 6 must)"


def test_seeds_of_one_instance_are_one_witness():
    old = [made("one", seed=seed, value=100.0) for seed in range(10)]
    new = [made("one", seed=seed, value=110.0) for seed in range(10)]
    [verdict] = compare(old, new)
    assert (verdict.instances, verdict.better) == (1, 1)
    assert not verdict.shown


def test_seeds_are_averaged_and_not_picked_from():
    old = [made("one", seed=seed, value=100.0) for seed in (1, 2)]
    new = [made("one", seed=1, value=110.0), made("one", seed=2, value=80.0)]
    [verdict] = compare(old, new)
    assert (verdict.worse_count, verdict.median_change) == (1, pytest.approx(-0.05))


def test_the_change_told_is_that_of_the_instance_in_the_middle():
    [verdict] = compare(study([100] * 3), study([101, 102, 190]))
    assert verdict.median_change == pytest.approx(0.02)


def test_mostly_better_may_still_be_chance():
    """Two of eight changes are losses, of ranks 4 and 5: 9 of 36, which chance does one time in four."""
    [verdict] = compare(study([100] * 8), study([101, 102, 103, 96, 95, 106, 107, 108]))
    assert LEVEL < 0.2 < verdict.p_value < 0.3
    assert verdict.text == "no difference shown"


def test_what_was_skipped_is_no_change():
    [verdict] = compare([made("a"), made("b")], [made("a"), made("b", value=None, status="skipped")])
    assert (verdict.instances, verdict.text) == (1, "equal")


def test_a_lost_plan_is_the_worst_change():
    assert change(made(), made(value=None)) == -1
    assert change(made(value=None), made()) == 1
    assert change(made(value=None), made(value=None)) == 0


def test_an_instance_that_changed_is_left_out_and_named():
    old = study([100, 100])
    new = [old[0], replace(old[1], instance_hash="other", value=500.0)]
    verdicts = compare(old, new)
    assert (verdicts[0].instances, verdicts[0].changed) == (1, ("i1",))
    assert "scenario changed between the studies: i1" in comparison_text(verdicts)


@pytest.mark.parametrize("field", ["solver", "limit", "seed", "without"])
def test_only_what_was_asked_alike_is_compared(field):
    other = {"solver": "greedy", "limit": 99.0, "seed": 9, "without": ("focus",)}[field]
    assert compare([made()], [made(**{field: other})]) == []
    assert "no run in common" in comparison_text([])


def test_the_table_reads_as_markdown():
    text = comparison_text(compare(study([100] * 7), study([99, 98, 97, 96, 95, 94, 93])))
    assert text.splitlines()[2] == ("| agency-basic-12 | fairload | 7 | 0 / 0 / 7 | -4.000 % | 0.016 | worse |")
