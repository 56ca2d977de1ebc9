"""The life of a job: queued, started, solving, and one of three ends."""

from __future__ import annotations

QUEUED, STARTED, SOLVING = "queued", "started", "solving"
COMPLETED, STOPPED, FAILED = "completed", "stopped", "failed"

ACTIVE = (STARTED, SOLVING)
OPEN = (QUEUED, *ACTIVE)
ENDED = (COMPLETED, STOPPED, FAILED)
ALL = (*OPEN, *ENDED)
