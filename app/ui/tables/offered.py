"""The buttons of a page that act on a list: in its menu too, some of them pressed by a key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractButton

NEW, REMOVE = "Ctrl+N", "Delete"


@dataclass(frozen=True)
class MenuEntry:
    """An entry that no button stands for; the object name says what role it needs."""

    words: str
    name: str
    act: Callable[[], object]


class Offered:
    """Words, and whether they can be pressed now, stay the buttons' own."""

    def __init__(self) -> None:
        self._buttons: list[QAbstractButton] = []
        self._keys: dict[str, QAbstractButton] = {}
        self.entries: list[MenuEntry] = []
        """What stands in the menu only: for the one chosen row, and seldom wanted."""

    def add(self, *buttons: QAbstractButton | None, **by_key: QAbstractButton | None) -> None:
        """More buttons; `new` and `remove` have keys."""
        for key, made in ((NEW, by_key.get("new")), (REMOVE, by_key.get("remove"))):
            if made is not None:
                self._keys[key] = made
        wanted = (by_key.get("new"), *buttons, by_key.get("remove"))
        self._buttons += [b for b in wanted if b is not None and b not in self._buttons]

    def __iter__(self) -> Iterator[tuple[QAbstractButton, str]]:
        """Each with its key, as a menu writes it."""
        keys = {id(made): key for key, made in self._keys.items()}
        return ((made, keys.get(id(made), "")) for made in self._buttons)

    def press(self, key: str) -> bool:
        """Press the button of a key; False when there is none, or it cannot be pressed now."""
        made = self._keys.get(key)
        if made is None or not (made.isEnabled() and made.isVisible()):
            return False
        made.click()
        return True
