"""What narrows a list besides the search box, in words, and how to take it away again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QComboBox

from app.ui.tables.query import View


@dataclass
class Narrowing:
    """Filters by their keys: combo boxes of the list, and what pages set from elsewhere."""

    combos: dict[str, tuple[str, QComboBox]] = field(default_factory=dict)
    _said: dict[str, str] = field(default_factory=dict)
    _widen: dict[str, Callable[[], object]] = field(default_factory=dict)

    def set_from_elsewhere(self, key: str, words: str, widen: Callable[[], object] | None) -> None:
        """A page set a filter, called so; `widen` undoes it where it was set."""
        self._said[key] = words
        if widen is not None:
            self._widen[key] = widen

    def words(self, view: View) -> list[str]:
        """What is filtered by, as read on the screen."""
        found = []
        for key, value in view.filters.items():
            if key in self.combos:
                name, combo = self.combos[key]
                place = combo.findData(value)
                text = combo.itemText(place) if place >= 0 else ""
                found.append(f"{name}：{text}" if text else name)
            else:
                found.append(self._said.get(key) or "筛选")
        return found

    def line(self, view: View) -> str:
        """Filters and search in one line, for paper."""
        searched = [f"查找：{view.text}"] if view.text else []
        return "　".join([*self.words(view), *searched])

    def clear(self, view: View) -> dict[str, Any]:
        """Put every combo box and every tree back; what filters are left."""
        for key in view.filters:
            if key in self.combos:
                self.combos[key][1].setCurrentIndex(0)
            elif key in self._widen:
                self._widen[key]()
        return {}
