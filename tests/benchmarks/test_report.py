"""Reports of made-up studies: every number is worked out by hand."""

from xml.etree import ElementTree

import pytest
from studies import made

from benchmarks import pages, plots
from benchmarks.record import read_study, save, write_table
from benchmarks.report import blocks, percent
from benchmarks.summary import fairness, gap_at, gaps_over_time, lines, loss, profile


def markdown(runs) -> str:
    """The report of some runs."""
    return pages.markdown(blocks(runs))


def test_gaps_are_medians_over_seeds_and_then_over_instances():
    """Instance one: gaps 1 %, 2 %, 9 %, hence 2 %; instance two: 4 %; so 3 % in the middle and on average."""
    runs = [made(seed=seed, value=100.0, bound=bound) for seed, bound in ((1, 101.0), (2, 102.0), (3, 109.0))]
    [line] = lines([*runs, made("two", value=100.0, bound=104.0)])
    assert (line.instances, line.runs, line.plans) == (2, 4, 4)
    assert line.gap == pytest.approx(0.03)
    assert line.gap_mean == pytest.approx(0.03)


def test_each_number_of_a_line_has_its_own_way_of_summing_up():
    """Counts for plans and proofs, the middle for seconds, the most for memory, the mean for spreads."""
    runs = [
        made("a", seconds=1.0, peak_mib=10, spread=10.0, proved=True),
        made("b", seconds=2.0, peak_mib=30, spread=40.0),
        made("c", seconds=9.0, peak_mib=20, spread=40.0),
        made("d", seconds=0.0, peak_mib=90, status="skipped", value=None, bound=None),
    ]
    [line] = lines(runs)
    assert (line.instances, line.runs, line.plans, line.skipped, line.proved) == (4, 3, 3, 1, 1)
    assert (line.seconds, line.peak_mib, line.spread) == (2.0, 30, 30.0)


def test_losses_to_the_best_are_told_by_the_instance_in_the_middle_and_ours_comes_first():
    runs = [made(name, solver="a peer", value=value) for name, value in (("a", 100.0), ("b", 90.0), ("c", 50.0))]
    told = lines([*runs, *(made(name) for name in "abc")])
    assert [(line.solver, line.to_study) for line in told] == [("fairload", 0.0), ("a peer", pytest.approx(0.1))]


def test_the_gap_is_that_of_the_tier_before_later_ones_gave_some_of_it_up():
    assert made(value=90.0, reached=100.0, bound=101.0).gap == pytest.approx(0.01)


def test_the_first_bound_is_told():
    [line] = lines([made(curve=((1.0, 5.0, None), (3.0, 5.0, 9.0))), made("two"), made("three")])
    assert line.first_bound == 1.0, "the middle of 3, 1 and 1"
    assert lines([made(solver="greedy")])[0].first_bound is None


def test_a_run_without_a_plan_counts_as_all_of_the_gap():
    [line] = lines([made(value=None, bound=101.0, status="nothing_found", reason="no time")])
    assert (line.gap, line.plans, line.reasons) == (1.0, 0, ("no time",))


def test_records_are_beaten_met_and_missed():
    runs = [made(f"i{n}", value=value, best_known=50.0, sense="min") for n, value in enumerate((49.0, 50.0, 51.0))]
    [line] = lines(runs)
    assert (line.better, line.equal, line.worse) == (1, 1, 1)
    assert line.to_best == pytest.approx(0.0)


def test_losses_look_the_right_way():
    assert loss(made(value=90.0), 100.0) == pytest.approx(0.1)
    assert loss(made(value=110.0, sense="min"), 100.0) == pytest.approx(0.1)
    assert loss(made(value=None), 100.0) == 1.0
    assert loss(made(), None) is None


def test_a_peer_is_compared_with_the_best_under_the_same_rules():
    """Without the rule our own value is 120, and the peer's 108 is a tenth worse than that, not better than 100."""
    runs = [made(), made(value=120.0, without=("focus",)), made(solver="greedy", value=108.0, without=("focus",))]
    told = {(line.solver, line.without): line.to_study for line in lines(runs)}
    assert told["greedy", ("focus",)] == pytest.approx(0.1)
    assert told["fairload", ()] == 0
    assert "greedy (without focus)" in markdown(runs)


def test_what_was_proved_by_then():
    run = made()
    assert [gap_at(run, seconds) for seconds in (0.5, 1.5)] == [1.0, 1.0]
    assert gap_at(run, 2.0) == pytest.approx(12 / 90)
    assert gap_at(run, 10.0) == pytest.approx(0.01)
    assert list(gaps_over_time([run])) == [1.0, 2.0, 5.0, 10.0]
    assert gap_at(made(curve=((1.0, 10.0, 102.0),)), 1.0) == 1.0, "never more than all of it"


def test_gaps_over_time_are_those_of_the_instance_in_the_middle_under_all_rules():
    runs = [made(name, curve=((1.0, 100.0, bound),)) for name, bound in (("a", 101.0), ("b", 102.0), ("c", 109.0))]
    runs += [made(name, without=("focus",), curve=((1.0, 100.0, 150.0),)) for name in "abcd"]
    assert gaps_over_time(runs)[10.0] == pytest.approx(0.02)


def test_a_profile_says_for_how_many_instances_a_solver_is_how_close():
    runs = [made("a"), made("b", value=90.0), made("a", solver="naive", value=95.0), made("b", solver="naive")]
    curves = profile(runs, "agency-basic-12")
    assert curves["fairload"] == [(0.0, 0.5), (pytest.approx(0.1), 1.0)]
    assert curves["naive"] == [(0.0, 0.5), (pytest.approx(0.05), 1.0)]


def test_a_profile_is_of_what_all_were_asked_and_of_the_middle_of_the_seeds():
    ours = [made("a", seed=seed, value=value) for seed, value in ((1, 100.0), (2, 90.0), (3, 60.0))]
    curves = profile([*ours, made("alone"), made("a", solver="naive", value=95.0)], "agency-basic-12")
    assert curves == {"fairload": [(pytest.approx(0.1), 1.0)], "naive": [(pytest.approx(0.05), 1.0)]}


def test_one_solver_alone_has_no_profile():
    assert profile([made()], "agency-basic-12") == {}


def test_fairness_is_measured_against_the_twin_without_it():
    tiers = ({"goal": "revenue", "value": 200.0, "final": 199.0}, {"goal": "fair", "value": 5.0, "final": 5.0})
    runs = [made("agency-basic-100-s1", spread=300.0), made("agency-fair-100-s1", spread=90.0, tiers=tiers)]
    assert fairness(runs) == [("agency-fair-100-s1", 300.0, 90.0, 0.005)]
    assert "| agency-fair-100-s1 | 300 | 90 | 30.000 % | 0.500 % |" in markdown(runs)


def test_the_first_tier_is_told_where_another_one_is_compared():
    tiers = ({"goal": "delivered", "value": 40.0, "final": 44.0}, {"goal": "billable", "value": 7.0, "final": 7.0})
    other = ({"goal": "delivered", "value": 46.0}, {"goal": "billable", "value": 7.0})
    runs = [made(goal="billable", value=7.0, tiers=tiers), made("two", goal="billable", value=7.0, tiers=other)]
    runs.append(made("three", goal="billable", value=7.0, tiers=({"goal": "delivered", "value": 0.0}, other[1])))
    [line] = lines(runs)
    assert (line.first_goal, line.first_value) == ("delivered", 30.0)


def test_a_report_names_the_machine_the_versions_and_the_protocol():
    text = markdown([made(), made(solver="greedy", value=80.0)])
    assert "abacus, 2 cores" in text
    assert "fairload 0.1.0" in text
    assert "PROTOCOL.md" in text
    assert "![agency-basic-12: proved gap over time](plots/agency-basic-12-gap.svg)" in text


def test_every_number_stands_below_its_heading():
    curve = ((1.5, None, 101.0), (10.0, 100.0, 101.0))
    runs = [made("a", best_known=200.0, curve=curve), made("a", solver="naive", value=80.0, best_known=200.0)]
    rows = markdown([*runs, made("a", solver="greedy", status="skipped", value=None)]).splitlines()
    start = rows.index(
        "| solver | instances | plans | proved | gap to bound | mean | to best known | better / equal / worse "
        "| to best here | first bound | seconds | peak MiB |"
    )
    assert rows[start + 1] == "| --- | " + " | ".join(["---:"] * 11) + " |"
    assert rows[start + 2] == (
        "| fairload, 10 s | 1 | 1 of 1 | 0 | 1.000 % | 1.000 % | 50.000 % | 0 / 0 / 1 | 0.000 % | 1.5 s | 10.0 | 150 |"
    )
    assert "| naive, 10 s | 1 | 1 of 1 | - | - | - | 60.000 % | 0 / 0 / 1 | 20.000 % | - | 10.0 | 150 |" in rows
    start = rows.index(
        "| instance | value | bound | best known | gap to bound "
        "| fairload to best here | greedy to best here | naive to best here |"
    )
    assert rows[start + 2] == "| a | 100 | 101 | 200 | 1.000 % | 0.000 % | - | 20.000 % |"


def test_what_a_peer_could_not_do_is_told():
    text = markdown([made(), made(solver="timefold", status="skipped", value=None, reason="no Java")])
    assert "timefold: no Java" in text


def test_the_page_needs_nothing_else():
    page = pages.html(blocks([made("<one>"), made("<one>", solver="greedy", value=80.0)]))
    assert page.count("<svg") == 2
    assert "&lt;one&gt;" in page
    assert not any(word in page for word in ("<script", "href=", "src="))


def test_plots_are_well_formed_pictures():
    drawn = [
        block for block in blocks([made(), made(solver="naive & co", value=80.0)]) if isinstance(block, pages.Plot)
    ]
    names = {}
    for plot in drawn:
        root = ElementTree.fromstring(plot.svg)
        assert root.tag.endswith("svg")
        if plot.name.endswith("-gap.svg"):
            assert [text.text for text in root.iter() if (text.text or "x").isdigit()] == ["0", "5", "10"], "few marks"
        else:
            paths = [path.get("d") for path in root.iter() if path.get("stroke-dasharray") is not None]
            top = f"M{plots.LEFT:.1f} {plots.TOP:.1f} "
            assert paths[0].startswith(top), "ours is the best everywhere, which is a loss left of the axis"
        names[plot.name] = [text.text for text in root.iter() if text.text in ("fairload", "naive & co")]
    assert names == {
        "agency-basic-12-gap.svg": ["fairload"],
        "agency-basic-12-profile.svg": ["fairload", "naive & co"],
    }


def test_lines_go_where_the_numbers_are():
    """Across 0 to 10, upwards 0 to 1: the frame's corners, and a step that waits for the next point."""
    left, right = plots.LEFT, plots.WIDTH - plots.RIGHT
    low, high = plots.HEIGHT - plots.BOTTOM, plots.TOP
    across, upward = plots.Axis(0.0, 10.0, (0.0, 10.0)), plots.Axis(0.0, 1.0, (0.0, 1.0), unit="%")
    middle = (low + high) / 2
    points = {"one": ((0.0, 0.0), (10.0, 0.5))}
    straight = plots.line_chart("t", points, across, upward)
    assert f'd="M{left:.1f} {low:.1f} L{right:.1f} {middle:.1f}"' in straight
    stepped = plots.line_chart("t", points, across, upward, steps=True)
    assert f'd="M{left:.1f} {low:.1f} L{right:.1f} {low:.1f} L{right:.1f} {middle:.1f}"' in stepped
    texts = [(text.get("x"), text.get("y"), text.text) for text in ElementTree.fromstring(straight).iter() if text.text]
    assert (f"{right:.1f}", f"{low + 16}", "10") in texts
    assert (f"{left - 6}", f"{high + 4:.1f}", "100 %") in texts


def test_an_axis_ends_where_it_ends():
    axis = plots.percents(0.001, 1.0)
    assert [axis.share(value) for value in (0.0, 0.001, 1.0, 5.0)] == [0, 0, 1, 1]
    assert axis.share(0.1) == pytest.approx(2 / 3)
    assert len(axis.marks) == 4


def test_a_study_is_read_as_it_was_saved(tmp_path):
    runs = [made("a"), made("b", without=("focus",), tiers=({"goal": "revenue", "value": 1.0},))]
    for run in runs:
        save(tmp_path, run)
    write_table(tmp_path, runs)
    assert read_study(tmp_path) == runs
    head, *rows = (tmp_path / "runs.csv").read_text().splitlines()
    assert head.split(",")[:3] == ["key", "suite", "instance"]
    assert len(rows) == 2
    assert not list(tmp_path.rglob(".*")), "nothing half-written stays behind"


def test_a_folder_without_runs_and_a_broken_run_are_named(tmp_path):
    with pytest.raises(ValueError, match="there are no runs in it"):
        read_study(tmp_path)
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "x.json").write_text("{}")
    with pytest.raises(ValueError, match=r"x\.json: this is not a run"):
        read_study(tmp_path)


def test_percents_are_written_one_way():
    assert [percent(None), percent(0.0), percent(0.12345)] == ["-", "0.000 %", "12.345 %"]
