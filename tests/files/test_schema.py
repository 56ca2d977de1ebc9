"""The JSON Schemas: checked in, true, and of use to an editor."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from engine.files.overlay import Step
from engine.files.schema import overlay_schema, scenario_schema

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs"


def plain_yaml(text: str) -> Any:
    """What an editor sees: text stays text, numbers are numbers."""

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {  # noqa: RUF012  (that is how PyYAML wants it)
            first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    return yaml.load(text, Loader=Loader)


@pytest.mark.parametrize(
    ("file", "schema"), [("scenario.schema.json", scenario_schema), ("overlay.schema.json", overlay_schema)]
)
def test_the_checked_in_schema_is_the_true_one(file: str, schema: Any) -> None:
    """Mend with ``python -m tests.files.write_schemas``."""
    assert json.loads((DOCS / file).read_text(encoding="utf-8")) == schema()
    Draft202012Validator.check_schema(schema())


def test_the_small_agency_is_valid(agency_text: str) -> None:
    assert list(Draft202012Validator(scenario_schema()).iter_errors(plain_yaml(agency_text))) == []


def test_an_overlay_of_every_kind_is_valid() -> None:
    changes = plain_yaml((HERE / "changes.yaml").read_text(encoding="utf-8"))
    changes.append({"lose": "museum"})
    assert {key for change in changes for key in change} == set(Step.model_fields)
    overlay = {"name": "all", "title": "Everything", "changes": changes}
    assert list(Draft202012Validator(overlay_schema()).iter_errors(overlay)) == []


@pytest.mark.parametrize(
    "broken",
    [
        "unknown_key",
        "missing_field",
        "probability_140",
        "wrong_status",
        "bad_level",
        "mapping_for_list",
        "negative_minutes",
    ],
)
def test_an_editor_underlines_what_the_loader_refuses(broken: str) -> None:
    data = plain_yaml((HERE / "broken" / f"{broken}.yaml").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(scenario_schema()).iter_errors(data))


@pytest.mark.parametrize(
    "changes", [[], [{}], [{"win": "a", "lose": "b"}], [{"wni": "a"}], [{"slip": {"project": "a"}}]]
)
def test_an_editor_underlines_what_is_no_change(changes: list[Any]) -> None:
    assert list(Draft202012Validator(overlay_schema()).iter_errors({"name": "x", "changes": changes}))


def test_keys_are_those_that_files_use_and_have_a_description() -> None:
    demand = scenario_schema()["$defs"]["Demand"]
    assert "with" in demand["properties"]
    assert "with_" not in demand["properties"]
    assert "pairing" in demand["properties"]["with"]["description"]
    assert demand["description"].startswith("A need for one skill in one phase.")
    assert scenario_schema()["title"] == "Fairload scenario"
    assert "horizon" in scenario_schema()["required"]
