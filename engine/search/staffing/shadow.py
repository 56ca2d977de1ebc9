"""Shadow prices: what the flow that bounds a plan says its demands and people's weeks are worth."""

from dataclasses import dataclass

from engine.search.staffing.terms import Ints


@dataclass(frozen=True)
class Shadow:
    """Prices of a best flow, by quantum.

    By demand: ``worth``, and ``surplus``, what is left of it when the time that it takes is paid for. By week slot:
    ``rent``, the price of that time. What a plan lacks of the bound is what it leaves undone of the one, what it leaves
    unused of the other, and time that it gives to work that is not worth its rent.
    """

    worth: Ints
    surplus: Ints
    rent: Ints
