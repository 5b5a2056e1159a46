"""Modals and Home tabs: each person's stack of at most three views, and their Home."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from bot.practice.refusal import Refusal

MOST_VIEWS = 3


@dataclass
class View:
    """One view; `body` is what the app sent, `values` what the person has filled in."""

    id: str
    user_id: str
    body: dict[str, Any]
    root_id: str
    previous_id: str | None = None
    hash: str = ""
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The view's blocks."""
        blocks: list[dict[str, Any]] = self.body["blocks"]
        return blocks


def _new_hash() -> str:
    return secrets.token_hex(8)


def _new_view(user_id: str, body: dict[str, Any], below: View | None) -> View:
    view_id = f"V{secrets.token_hex(5).upper()}"
    root = below.root_id if below else view_id
    return View(view_id, user_id, body, root, below.id if below else None, _new_hash())


class Views:
    """Every open view."""

    def __init__(self) -> None:
        self._stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def top(self, user_id: str) -> View | None:
        """The modal this person sees, if any."""
        stack = self._stacks.get(user_id)
        return stack[-1] if stack else None

    def find(self, view_id: str) -> View | None:
        """An open view by id."""
        stacked = [view for stack in self._stacks.values() for view in stack]
        return next((v for v in [*stacked, *self.homes.values()] if v.id == view_id), None)

    def find_external(self, external_id: str) -> View | None:
        """An open view by the id its app gave it."""
        stacked = [view for stack in self._stacks.values() for view in stack]
        every = [*stacked, *self.homes.values()]
        return next((v for v in every if v.body.get("external_id") == external_id), None)

    def open(self, user_id: str, body: dict[str, Any]) -> View:
        """Shows a new modal in the place of whatever this person had open."""
        self._refuse_duplicate(body, None)
        view = _new_view(user_id, body, None)
        self._stacks[user_id] = [view]
        return view

    def push(self, user_id: str, body: dict[str, Any]) -> View:
        """Puts a modal on top of the person's stack."""
        stack = self._stacks.get(user_id)
        if not stack:
            raise Refusal("not_found")
        if len(stack) >= MOST_VIEWS:
            raise Refusal("push_limit_reached")
        self._refuse_duplicate(body, None)
        view = _new_view(user_id, body, stack[-1])
        stack.append(view)
        return view

    def update(self, view: View, body: dict[str, Any], expected: str | None = None) -> View:
        """Replaces what a view shows; `expected` is the hash the app believes it has."""
        if expected is not None and expected != view.hash:
            raise Refusal("hash_conflict")
        self._refuse_duplicate(body, view)
        view.body = body
        view.hash = _new_hash()
        kept = {block["block_id"] for block in body["blocks"]}
        view.values = {key: value for key, value in view.values.items() if key in kept}
        return view

    def publish(self, user_id: str, body: dict[str, Any], expected: str | None = None) -> View:
        """Shows a person's Home tab."""
        home = self.homes.get(user_id)
        if home is not None:
            return self.update(home, body, expected)
        self.homes[user_id] = _new_view(user_id, body, None)
        return self.homes[user_id]

    def close(self, view: View) -> None:
        """Takes a view and everything above it off its stack."""
        stack = self._stacks.get(view.user_id, [])
        if view in stack:
            del stack[stack.index(view) :]

    def clear(self, user_id: str) -> None:
        """Closes all of a person's modals."""
        self._stacks.pop(user_id, None)

    def _refuse_duplicate(self, body: dict[str, Any], own: View | None) -> None:
        external_id = body.get("external_id")
        if external_id and self.find_external(external_id) not in (None, own):
            raise Refusal("duplicate_external_id")
