"""The bare book: only the work that must be, and what it needs.

Most of a book may go short, so whether a plan exists at all is decided by few demands: those that must be
delivered, their partners in pairing, those on which something is given or insisted, and, where changes are limited,
those that were published. Every rule but one is
content with a demand that nobody works on; so a plan of the bare book is a plan of the whole one, and the other way
round. The one is the fairness band, which may ask for work of any kind. It is off in the bare book, so that
what is impossible here is impossible there, and the reverse holds where the band is off anyway.
"""

from engine.domain.book import Book

__all__ = ["band_holds", "bare"]


def bare(book: Book) -> Book:
    """The book with the work that must be alone, and without the fairness band."""
    kept = {key for key, demand in book.demands.items() if demand.must}
    kept |= {key for key, _, _ in (*book.pinned, *book.actual)} | {key for key, _ in book.insisted}
    kept |= {key for key, _ in book.promised_pairs}  # that nobody works on them any more would be a change
    fresh = list(kept)
    while fresh:
        partners = set(book.demands[fresh.pop()].with_) - kept
        kept |= partners
        fresh += partners
    small = book.only(kept)
    off = tuple(dict.fromkeys((*book.policy.rules_off, "fairness_band")))
    small.policy = book.policy.model_copy(update={"rules_off": off})
    return small


def band_holds(book: Book) -> bool:
    """Whether a fairness band may ask for work of any kind."""
    return book.policy.fairness.band is not None and "fairness_band" not in book.policy.rules_off
