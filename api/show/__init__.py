"""A plan document as a page that a project manager likes to read, at any width, with colour or without."""

from api.show.page import report
from api.show.scenario import inventory
from api.show.trail import trail

__all__ = ["inventory", "report", "trail"]
