"""A stop that is heard from two sides."""

from threading import Event


class Either(Event):
    """Set where it is set itself, and where another one is."""

    def __init__(self, other: Event) -> None:
        super().__init__()
        self._other = other

    def is_set(self) -> bool:
        return super().is_set() or self._other.is_set()
