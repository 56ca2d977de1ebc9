"""The page about the file format says nothing that is not so."""

import re
from pathlib import Path

import pytest

from engine.domain.document import Document
from engine.domain.people import Person
from engine.domain.work import Demand, Phase, Project
from engine.errors import InputError
from engine.files.load import load_text
from engine.files.overlay import Step

PAGE = (Path(__file__).parents[2] / "docs" / "scenario-format.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
SCENARIOS = [text for text in EXAMPLES if "horizon:" in text]
OVERLAYS = [text for text in EXAMPLES if "changes:" in text]


@pytest.mark.parametrize("number", range(len(SCENARIOS)))
def test_the_scenarios_on_the_page_load(number: int) -> None:
    assert load_text(SCENARIOS[number], "page.yaml").scenario.people


@pytest.mark.parametrize("number", range(len(OVERLAYS)))
def test_the_overlays_on_the_page_fit_the_larger_scenario(number: int) -> None:
    loaded = load_text(SCENARIOS[-1], "page.yaml", [(OVERLAYS[number], "overlay.yaml")])
    assert loaded.trail


def test_the_page_has_its_examples() -> None:
    assert len(SCENARIOS) == 2
    assert len(OVERLAYS) == 2


@pytest.mark.parametrize("model", [Document, Person, Project, Phase, Demand, Step])
def test_every_key_is_named_on_the_page(model: type[Document]) -> None:
    keys = {field.alias or name for name, field in model.model_fields.items()}
    assert {key for key in keys if not re.search(rf"\b{key}\b", PAGE)} == set()


def test_the_faults_on_the_page_are_in_the_words_of_the_loader() -> None:
    broken = SCENARIOS[0].replace("department: studio", "department: studdio").replace("effort:", "efort:")
    with pytest.raises(InputError) as error:
        load_text(broken, "base.yaml")
    for fault in error.value.faults:
        assert f"{fault.label}: {fault.message}" in PAGE
