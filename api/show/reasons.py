"""Answers to questions about reasons, as a page: the verdict in bold, then what bears it out."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text


def reasons(sentences: Sequence[str], console: Console) -> None:
    """Print the sentences of an answer; those that begin with spaces belong to the one above."""
    for number, sentence in enumerate(sentences):
        depth = len(sentence) - len(sentence.lstrip())
        if number == 0:
            console.print(Text(sentence, style="bold"), soft_wrap=False)
        else:
            mark = "" if depth else "- "
            console.print(
                Padding(Text(mark + sentence.strip(), style="dim" if depth else ""), (0, 0, 0, 2 * (depth > 0)))
            )
