"""What people write behind --time and --gap."""

import pytest
import typer

from api.cli.values import seconds, share


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("30s", 30), ("90", 90), ("2m", 120), ("1m30", 90), ("1m30s", 90), ("1h", 3600), ("1h30", 5400),
        ("1h30m", 5400), ("1h10s", 3610), ("0.5s", 0.5), (" 2M ", 120),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(text: str, meant: float) -> None:
    assert seconds(text) == meant


@pytest.mark.parametrize("text", ["", "soon", "-5", "0", "0s", "1m-30", "s", "1e9", "inf", "nan", "8d", "169h", "1.5m"])
def test_what_is_no_time_is_refused_by_example(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="is not a time"):
        seconds(text)


@pytest.mark.parametrize(("text", "meant"), [("0.5%", 0.005), ("0.005", 0.005), ("0", 0), ("1 %", 0.01), ("99%", 0.99)])
def test_gaps_are_shares_or_per_cents(text: str, meant: float) -> None:
    assert share(text) == pytest.approx(meant)


@pytest.mark.parametrize("text", ["", "%", "little", "-1%", "nan", "1e-3", "0.5%%"])
def test_what_is_no_gap_is_refused_by_example(text: str) -> None:
    with pytest.raises(typer.BadParameter, match=r"write for example 0\.5%"):
        share(text)


def test_a_forgotten_per_cent_sign_is_noticed() -> None:
    with pytest.raises(typer.BadParameter, match="did you mean 5%"):
        share("5")
