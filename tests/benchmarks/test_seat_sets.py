"""Public scheduling sets become scenarios of ours: tiny files written by hand, with optima counted by hand."""

from pathlib import Path

import pytest

import engine
from benchmarks.instances import imopse, mspsp, psplib, smptsp
from benchmarks.instances.base import Instance

PSPLIB = """\
************************************************************************
horizon                       :  7
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          3           2   3   4
   2        1          1           5
   3        1          1           5
   4        1          1           5
   5        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     3       2    0
  3      1     2       1    1
  4      1     2       1    1
  5      1     0       0    0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1  R 2
    2    1
************************************************************************
"""
"""Jobs 3 and 4 share the one unit of R 2, and job 2 takes all of R 1: one after another, 7 in all."""

MSPSP = """\
% a comment
nActs = 5;
dur = [0,3,2,2,0];
nSkills = 2;
sreq = [| 0,0,
\t| 1,1,
\t| 0,1,
\t| 1,0,
\t| 0,0, |];
nResources = 2;
mastery = [| true,true,
\t| false,true, |];
pred = [1,1,2,3,4];
succ = [2,3,4,5,5];
"""
"""Activity 2 needs both people for 3, 4 follows it for 2; activity 3 may run beside 4: 5 in all."""

IMOPSE = """\
==========================================================
Tasks: 3
==========================================================
ResourceID \t Salary \t Skills
1\t\t10.5\t Q0: 0 \t Q1: 2
2\t\t20.0\t Q0: 1
==========================================================
TaskID \t Duration \t Skill \t Predecessor IDs
1\t\t4\t Q0: 0
2\t\t3\t Q1: 1
3\t\t2\t Q0: 1\t 2
==========================================================
"""
"""Task 2 is person 1's; person 2 does task 1 meanwhile, and then task 3, which follows both: 6 in all."""

SMPTSP = """\
# a comment
Type = 1
Jobs = 4
 0 10
 10 20
 5 15
 30 40
Qualifications = 3
 2: 0 3
 3: 1 0 3
 3: 2 1 3
"""
"""Jobs 0 and 1 only touch; job 2 overlaps both and is worker 2's alone. Worker 1 does the rest: 2 people."""


def _solved(folder: Path, module, name: str, text: str, file: str) -> tuple[Instance, engine.Result]:
    (folder / file).write_text(text, encoding="utf-8")
    [instance] = module.instances(folder)
    assert instance.name == name
    scenario = engine.load_data(instance.document()).scenario
    result = engine.solve(scenario, engine.Options(seconds=5, deterministic=True))
    assert result.plan is not None
    assert not engine.verify_plan(engine.Book(scenario), result.plan)
    return instance, result


@pytest.mark.parametrize(
    ("module", "file", "text", "best"),
    [
        (psplib, "j3_1.sm", PSPLIB, 7),
        (mspsp, "tiny.dzn", MSPSP, 5),
        (imopse, "3_2_1_2.def", IMOPSE, 6),
        (smptsp, "data_1_3_4_66.dat", SMPTSP, 2),
    ],
)
def test_the_optimum_counted_by_hand_is_found_and_proved(tmp_path, module, file, text, best):
    _, result = _solved(tmp_path, module, file.rpartition(".")[0], text, file)
    assert result.outcome is engine.Outcome.PROVED_BEST
    [tier] = result.tiers
    assert (tier.value, tier.bound) == (best, best)


def test_a_resource_becomes_people_with_one_skill(tmp_path):
    (tmp_path / "j3_1.sm").write_text(PSPLIB, encoding="utf-8")
    book = engine.Book(engine.load_data(psplib.read(tmp_path / "j3_1.sm")).scenario)
    assert [(person.id, list(person.skills)) for person in book.scenario.people] == [
        ("r1.1", ["r1"]), ("r1.2", ["r1"]), ("r2.1", ["r2"]),
    ]  # fmt: skip
    assert {key: demand.seats for key, demand in book.demands.items()} == {
        "project/j2/r1-1": 2, "project/j3/r1-1": 1, "project/j3/r2-2": 1,
        "project/j4/r1-1": 1, "project/j4/r2-2": 1,
    }  # fmt: skip
    assert book.days == 7


def test_level_nought_still_asks_that_the_skill_be_listed(tmp_path):
    (tmp_path / "3_2_1_2.def").write_text(IMOPSE, encoding="utf-8")
    book = engine.Book(engine.load_data(imopse.read(tmp_path / "3_2_1_2.def")).scenario)
    assert book.able == {
        "project/t1/Q0-1": ("p1", "p2"),
        "project/t2/Q1-1": ("p1",),
        "project/t3/Q0-1": ("p2",),
    }


def test_a_salary_is_what_a_unit_of_time_costs(tmp_path):
    """Person 1 does tasks 1 and 2 for 7 x 10.50, person 2 task 3 for 2 x 20."""
    (tmp_path / "3_2_1_2.def").write_text(IMOPSE, encoding="utf-8")
    scenario = engine.load_data(imopse.read(tmp_path / "3_2_1_2.def", "cost")).scenario
    result = engine.solve(scenario, engine.Options(seconds=5, deterministic=True))
    [tier] = result.tiers
    assert (tier.value / tier.scale, tier.proved) == (7 * 1050 + 2 * 2000, True)


def test_only_moments_that_tell_jobs_apart_become_days():
    """5 is inside jobs 0 and 2, 10 inside 1 and 2, 30 inside 3; at 0 nothing ends before the next start."""
    assert smptsp.moments([(0, 10), (10, 20), (5, 15), (30, 40)]) == [5, 10, 30]


def test_a_task_without_length_hands_its_order_on(tmp_path):
    text = MSPSP.replace("dur = [0,3,2,2,0]", "dur = [0,3,2,0,0]").replace("| 1,0,\n\t| 0,0, |]", "| 0,0,\n\t| 0,0, |]")
    text = text.replace("succ = [2,3,4,5,5]", "succ = [2,3,4,4,5]").replace("pred = [1,1,2,3,4]", "pred = [1,1,2,3,4]")
    (tmp_path / "tiny.dzn").write_text(text, encoding="utf-8")
    phases = mspsp.read(tmp_path / "tiny.dzn")["projects"][0]["phases"]
    assert [phase["id"] for phase in phases] == ["a2", "a3"]


@pytest.mark.parametrize(
    ("module", "file", "heading", "records", "known"),
    [
        (psplib, "j3_1.sm", "set,instance,lb,ub", "j3,j3_1,6,7", (7, 6)),
        (
            mspsp,
            "tiny.dzn",
            "instance,set,critical_path_lb,makespan_ub,proved_optimal,chuffed_seconds",
            "tiny,s,4,5,0,1",
            (5, 4),
        ),
        (smptsp, "data_1.dat", "set,instance,lb,ub,seconds_ub", "s,data_1,1,2,3s", (2, 1)),
    ],
)
def test_records_lie_beside_the_files(tmp_path, module, file, heading, records, known):
    (tmp_path / file).write_text("", encoding="utf-8")
    [instance] = module.instances(tmp_path)
    assert (instance.best_known, instance.reference_bound) == (None, None)
    (tmp_path / "best_known.csv").write_text(f"{heading}\n{records}\n", encoding="utf-8")
    [instance] = module.instances(tmp_path)
    assert (instance.best_known, instance.reference_bound) == known


def test_reference_values_of_imopse_are_the_best_of_three_bounds(tmp_path):
    (tmp_path / "a.def").write_text("", encoding="utf-8")
    (tmp_path / "reference_values.csv").write_text(
        "instance,cp_lb,load_lb,cpsat_lb_30s,cpsat_ub_30s\na,3,5,4,6\n", encoding="utf-8"
    )
    [instance] = imopse.instances(tmp_path)
    assert (instance.best_known, instance.reference_bound) == (6, 5)


@pytest.mark.parametrize(("chain", "best", "bound"), [(24, 38, 38), (20, 34, 20), (22, None, None)])
def test_of_two_records_of_one_name_the_critical_path_tells_which_is_meant(tmp_path, chain, best, bound):
    (tmp_path / "twin.dzn").write_text(f"mint = {chain};\n", encoding="utf-8")
    head = "instance,critical_path_lb,makespan_ub,proved_optimal\n"
    (tmp_path / "best_known.csv").write_text(f"{head}twin,24,38,1\ntwin,20,34,0\n", encoding="utf-8")
    [instance] = mspsp.instances(tmp_path)
    assert (instance.best_known, instance.reference_bound) == (best, bound)


@pytest.mark.parametrize("module", [psplib, mspsp, imopse, smptsp])
def test_a_file_of_another_kind_is_named(tmp_path, module):
    (tmp_path / "other").write_text("nothing of the sort\n", encoding="utf-8")
    with pytest.raises(ValueError, match="other: there is no"):
        module.read(tmp_path / "other")


def test_a_table_of_another_kind_is_named(tmp_path):
    (tmp_path / "best_known.csv").write_text("instance,upper\nj3_1,7\n", encoding="utf-8")
    for module in (psplib, mspsp, smptsp):
        with pytest.raises(ValueError, match=r"best_known\.csv: there is no column `"):
            list(module.instances(tmp_path))


def test_an_order_that_names_no_task_is_refused_by_its_name(tmp_path):
    """Also where the book is so long that a list of its tasks is tried for the horizon."""
    (tmp_path / "short.def").write_text(IMOPSE.replace("Q0: 1\t 2", "Q0: 1\t 9"), encoding="utf-8")
    (tmp_path / "long.def").write_text(
        IMOPSE.replace("Q0: 1\t 2", "Q0: 1\t 9").replace("2\t\t3\t", "2\t\t1200\t"), encoding="utf-8"
    )
    for name in ("short.def", "long.def"):
        with pytest.raises(engine.InputError, match="t9"):
            engine.load_data(imopse.read(tmp_path / name))


def test_a_long_book_gets_a_horizon_that_a_plain_list_fits(tmp_path):
    """1,500 days in a row are more than a horizon may have; in the order of the list they take 900."""
    text = IMOPSE.replace("1\t\t4\t Q0: 0", "1\t\t600\t Q0: 1").replace("2\t\t3\t", "2\t\t700\t")
    (tmp_path / "3_2_1_2.def").write_text(text.replace("3\t\t2\t", "3\t\t200\t"), encoding="utf-8")
    assert engine.Book(engine.load_data(imopse.read(tmp_path / "3_2_1_2.def")).scenario).days == 900
