"""What pydantic found, said the way a project manager would want to hear it."""

import re
from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from engine.errors import Fault, Path, nearest
from engine.files.source import Raw
from engine.files.trail import show

_PATTERNS = {
    "^[A-Za-z0-9][A-Za-z0-9_.\\-]*$": "an id: letters, digits, dots, dashes and underscores, no spaces",
    "^[A-Za-z0-9_.\\-]+(/[A-Za-z0-9_.\\-]+){0,2}$": "a demand: `demand`, `phase/demand` or `project/phase/demand`",
    "^[^/\\s]+/[^/\\s]+/[^/\\s]+$": "a demand's full name: write `project/phase/demand`",
    "^[A-Z]{3}$": "a currency code such as GBP",
}
_KINDS = {
    "model_type": "a mapping of keys and values", "model_attributes_type": "a mapping of keys and values",
    "dict_type": "a mapping of keys and values", "mapping_type": "a mapping of keys and values",
    "tuple_type": "a list", "list_type": "a list",
    "string_type": "text", "string_sub_type": "text",
    "bool_type": "true or false", "bool_parsing": "true or false",
    "int_type": "a whole number", "int_parsing": "a whole number", "int_from_float": "a whole number",
    "int_parsing_size": "a whole number",
    "date_type": "a date", "date_parsing": "a date", "date_from_datetime_parsing": "a date",
    "date_from_datetime_inexact": "a date",
}  # fmt: skip
_EXAMPLES = {"a date": "; write for example 2027-01-31", "text": "; put it in quotes"}


def genuine(error: ValidationError) -> list[ErrorDetails]:
    """The errors, without those that only say that a list is too short because its entries are broken."""
    return [
        each
        for each in error.errors(include_url=False)
        if each["type"] != "too_short" or len(each["input"]) < each["ctx"]["min_length"]
    ]


def path_of(error: ErrorDetails) -> Path:
    """The path of the value that is wrong, or of the one that is missing."""
    return tuple(step for step in error["loc"] if step != "[key]")


def faults_of(errors: list[ErrorDetails], root: type[BaseModel]) -> list[Fault]:
    """One fault for each error, with the path of the value in the data."""
    return [_fault(error, root) for error in errors]


def _fault(error: ErrorDetails, root: type[BaseModel]) -> Fault:
    path = path_of(error)
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return Fault(path[:-1], f"`{path[-1]}` is missing")
    if kind == "extra_forbidden":
        return Fault(path, f"unknown key `{path[-1]}`{nearest(str(path[-1]), fields_at(root, path[:-1]))}")
    return Fault(path, _message(kind, error["input"], context, error["msg"]))


def _message(kind: str, value: Raw, context: Mapping[str, Any], message: str) -> str:
    if kind == "value_error":
        return _own_words(str(context["error"]), value)
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", context["expected"])
        known = ", ".join(f"`{choice}`" for choice in choices)
        hint = nearest(str(value), choices) if value is not None else ""
        return f"{_quoted(value)} is none of {known}" + (hint if "did you mean" in hint else "")
    if kind == "string_pattern_mismatch":
        expected = _PATTERNS.get(context["pattern"], f"text of the form {context['pattern']}")
        return f"{_quoted(value)} is not {expected}" if value else f"empty text is not {expected}"
    if kind in _KINDS:
        expected = _KINDS[kind]
        if value is None:
            return f"nothing is written here, but {expected} is expected; leave the key out or fill it in"
        return f"{_quoted(value)} is not {expected}{_EXAMPLES.get(expected, '')}"
    if kind in ("greater_than_equal", "less_than_equal"):
        limit, word = (context["ge"], "small; at least") if kind.startswith("g") else (context["le"], "large; at most")
        return f"{_quoted(value)} is too {word} {limit} is possible"
    if kind in ("too_short", "too_long"):
        word, limit = ("few", context["min_length"]) if kind == "too_short" else ("many", context["max_length"])
        bound = "at least" if kind == "too_short" else "at most"
        return f"there are too {word} entries ({context['actual_length']}); {bound} {limit} can stand here"
    if kind == "string_too_long":
        return f"{_quoted(value)} is too long; at most {context['max_length']} characters"
    if kind == "string_too_short":
        return f"{_quoted(value)} is too short; at least {context['min_length']} characters"
    return message


def _own_words(message: str, value: Raw) -> str:
    """Our own sentence, with the value as its author typed it."""
    return message.replace(repr(value), _quoted(value))


def _quoted(value: Raw) -> str:
    if isinstance(value, dict | list | tuple):
        return show(value)
    return f"`{show(value)}`" if value is not None else "nothing"


def fields_at(root: type[BaseModel], path: Path) -> list[str]:
    """The keys that may stand in the mapping at a path; none where it is not one of our models."""
    found = type_at(root, path)
    return _keys(found) if isinstance(found, type) and issubclass(found, BaseModel) else []


def type_at(root: type[BaseModel], path: Path) -> Any:
    """The type of the value at a path; None where there cannot be one."""
    current: Any = root
    for step in path:
        current = _inner(_bare(current), step)
    return _bare(current)


def _inner(kind: Any, step: str | int) -> Any:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if step == (field.alias or name):
                return field.annotation
        return None
    arguments = get_args(kind)
    if get_origin(kind) is tuple and isinstance(step, int):
        return arguments[0]
    return arguments[1] if get_origin(kind) is dict else None


def _bare(kind: Any) -> Any:
    """Without `Annotated`, `| None` and root models."""
    while True:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        elif get_origin(kind) in (Union, UnionType):
            kind = next(each for each in get_args(kind) if each is not type(None))
        elif isinstance(kind, type) and issubclass(kind, RootModel):
            kind = kind.model_fields["root"].annotation
        else:
            return kind


def _keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]
