"""API keys: made once, shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from sqlalchemy import select

from api.store import Database, Key

ROLES = ("viewer", "planner", "admin")
SECRET_BYTES = 32
NAME = re.compile(r"[\w][\w .@-]{0,99}", re.ASCII)
_KEY = re.compile(r"fl_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True)
class Caller:
    """Whoever asks."""

    workspace: str
    role: str
    money: bool
    """Whether they see costs and margins."""
    key: str | None = None
    """The key's id; nothing where no keys are needed."""
    name: str = ""

    def may(self, role: str) -> bool:
        """Whether they may do what this role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


ANYBODY = Caller("default", "admin", True)
"""Whoever asks where no keys are needed: the service then listens to this machine only."""


def create(database: Database, name: str, role: str, workspace: str = "default", *, money: bool = False) -> str:
    """A new key; the text that is returned is all that will ever be seen of it. Raises ValueError."""
    for what, said in (("name", name), ("workspace", workspace)):
        if not NAME.fullmatch(said):
            raise ValueError(f"`{said}` cannot be a {what}; use letters, digits, spaces and . _ - @, at most 100")
    if role not in ROLES:
        raise ValueError(f"`{role}` is no role; there are {', '.join(ROLES)}")
    key, secret = secrets.token_hex(6), secrets.token_urlsafe(SECRET_BYTES)
    with database.write() as session:
        if session.scalars(select(Key).where(Key.name == name)).one_or_none() is not None:
            raise ValueError(f"there is a key named `{name}` already; names are never used twice")
        session.add(
            Key(
                id=key,
                name=name,
                workspace=workspace,
                role=role,
                money=money or role != "viewer",
                hash=_hash(secret),
                created=database.now(session),
                revoked=None,
            )
        )
    return f"fl_{key}_{secret}"


def revoke(database: Database, name: str) -> bool:
    """Take a key away for ever; false where there is none of that name that is still good."""
    with database.write() as session:
        found = session.scalars(select(Key).where(Key.name == name, Key.revoked.is_(None))).one_or_none()
        if found is not None:
            found.revoked = database.now(session)
        return found is not None


def listed(database: Database) -> list[Key]:
    """All keys there ever were, by name."""
    with database.read() as session:
        return list(session.scalars(select(Key).order_by(Key.name)))


def caller_of(database: Database, text: str) -> Caller | None:
    """Whose key this is; nobody's where it is wrong or revoked."""
    matched = _KEY.fullmatch(text)
    if matched is None:
        return None
    with database.read() as session:
        found = session.get(Key, matched[1])
    # Compared even where there is no such key, so that the time it takes tells nothing.
    same = hmac.compare_digest(_hash(matched[2]), found.hash if found is not None else _hash(""))
    if found is None or not same or found.revoked is not None:
        return None
    return Caller(found.workspace, found.role, found.money, found.id, found.name)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
