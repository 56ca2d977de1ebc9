"""Compiled functions as they stand in their files: what numba runs has to say the same as what Python reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import pytest

from engine.search.compiled import ones_in


@contextmanager
def as_written(*modules: ModuleType) -> Iterator[None]:
    """Whatever these modules hold of compiled functions, their own and imported ones, is not compiled."""
    with pytest.MonkeyPatch.context() as patch:
        for module in modules:
            for name, held in list(vars(module).items()):
                if held is ones_in:
                    patch.setattr(module, name, lambda word: int(word).bit_count())
                elif hasattr(held, "py_func"):
                    patch.setattr(module, name, held.py_func)
        yield
