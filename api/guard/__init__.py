"""What stands before every request: limits on its size and number, headers that browsers obey, strangers' pages."""

from api.guard.body import BodyLimit
from api.guard.headers import SafeHeaders
from api.guard.origin import SameOrigin
from api.guard.rates import Rates

__all__ = ["BodyLimit", "Rates", "SafeHeaders", "SameOrigin"]
