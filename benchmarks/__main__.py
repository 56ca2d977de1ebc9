"""The benchmarks' command: `python -m benchmarks suites|make|run|report|compare`; `--help` says more."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.compare import compare, comparison_text
from benchmarks.pages import Plot, html, markdown
from benchmarks.peers import PEERS
from benchmarks.record import read_study, write_whole
from benchmarks.report import blocks
from benchmarks.runner import Study, run_study
from benchmarks.suites import SUITES, suite
from engine import InputError


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command. Returns the exit code: 0, 1 where `compare --strict` finds worse, 2 for bad input."""
    given = command_line().parse_args(arguments)
    try:
        return int(given.run(given))
    except (OSError, ValueError, InputError) as error:
        print(f"{error}", file=sys.stderr)
        return 2


def command_line() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Instances, runs and reports.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_suites(commands)
    _add_make(commands)
    _add_run(commands)
    _add_report(commands)
    _add_compare(commands)
    return parser


def _add_make(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("make", help="write an instance as a scenario file (JSON)")
    parser.add_argument("suite", help="such as agency-basic-100")
    parser.add_argument("--seed", type=int, default=1, help="which of our own agencies (1)")
    parser.add_argument("--instance", help="which instance of a public suite")
    parser.add_argument("--data", type=Path, help="folder with the public data")
    parser.add_argument("--out", type=Path, help="the file; standard output where left out")
    parser.set_defaults(run=_make)


def _make(given: argparse.Namespace) -> int:
    instances = suite(given.suite).instances(given.data, [given.seed])
    if given.instance is not None:
        instances = [each for each in instances if each.name == given.instance]
    if len(instances) != 1:
        raise ValueError(f"{len(instances)} instances of `{given.suite}` fit; name one with --instance")
    text = json.dumps(instances[0].document(), indent=1) + "\n"
    if given.out is None:
        sys.stdout.write(text)
    else:
        write_whole(given.out, text)
    return 0


def _add_suites(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("suites", help="list the suites")
    parser.set_defaults(run=_list)


def _list(given: argparse.Namespace) -> int:
    for each in SUITES.values():
        print(f"{each.name:<22}{each.seconds:>5g} s  {each.about}{' (--data)' if each.public else ''}")
    return 0


def _add_run(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("run", help="run a suite, and keep every result")
    parser.add_argument("suite", help="see `suites`")
    parser.add_argument("--peers", type=_names, default=(), help=f"other planners, of {', '.join(PEERS)}; `all`")
    parser.add_argument("--time", type=_seconds, help="seconds of a run, such as 20 or 20s; the suite's where left out")
    parser.add_argument("--seeds", type=_numbers, default=(1,), help="of the solvers, such as 1,2,3 (1)")
    parser.add_argument("--instance-seeds", type=_numbers, default=(1, 2, 3), help="which of our agencies (1,2,3)")
    parser.add_argument("--data", type=Path, help="folder with the public data")
    parser.add_argument("--every", type=int, default=1, help="run every so-many-th instance: a sample (1)")
    parser.add_argument("--out", type=Path, required=True, help="folder of the study")
    parser.add_argument("--resume", action="store_true", help="leave out what is there already")
    parser.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    unknown = [name for name in given.peers if name not in PEERS]
    if unknown:
        raise ValueError(f"there is no peer `{unknown[0]}`; there are: {', '.join(PEERS)}")
    if given.every < 1:
        raise ValueError(f"--every {given.every}: a sample takes every first, second, ... instance")
    study = Study(
        suite=suite(given.suite),
        out=given.out,
        peers=given.peers,
        seconds=given.time,
        seeds=given.seeds,
        generator_seeds=given.instance_seeds,
        data=given.data,
        every=given.every,
    )
    run_study(study, resume=given.resume, tell=lambda line: print(line, file=sys.stderr, flush=True))
    print(f"{given.out / 'runs.csv'}")
    return 0


def _add_report(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("report", help="tables and plots of a study, as Markdown and HTML")
    parser.add_argument("study", type=Path, nargs="+", help="one or more --out folders, told together")
    parser.add_argument("--out", type=Path, help="where report.md and report.html go; the (first) study where left out")
    parser.set_defaults(run=_report)


def _report(given: argparse.Namespace) -> int:
    records = [record for study in given.study for record in read_study(study)]
    folder = given.out or given.study[0]
    told = blocks(records)
    for block in told:
        if isinstance(block, Plot):
            write_whole(folder / "plots" / block.name, block.svg)
    for name, text in (("report.md", markdown(told)), ("report.html", html(told))):
        write_whole(folder / name, text)
        print(f"{folder / name}")
    return 0


def _add_compare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("compare", help="is the new study better than the old one?")
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--strict", action="store_true", help="exit code 1 where something is worse")
    parser.set_defaults(run=_compare)


def _compare(given: argparse.Namespace) -> int:
    verdicts = compare(read_study(given.old), read_study(given.new))
    print(comparison_text(verdicts))
    return 1 if given.strict and any(verdict.worse for verdict in verdicts) else 0


def _names(text: str) -> tuple[str, ...]:
    return tuple(PEERS) if text == "all" else tuple(name for name in text.split(",") if name)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(","))


def _seconds(text: str) -> float:
    seconds = float(text.removesuffix("s"))
    if not 0 < seconds < 10**6:
        raise ValueError(text)
    return seconds


if __name__ == "__main__":
    sys.exit(main())
