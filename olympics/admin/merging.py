"""Two editors in one race: what each changed is merged cell by cell, and what both changed is asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Cells = dict[str, str]


@dataclass(frozen=True)
class Edit:
    """A line as one editor leaves it: `base` stood in its cells, `cells` is typed in those that changed."""

    line: str
    base: Cells
    cells: Cells
    removed: bool = False

    @property
    def mine(self) -> Cells:
        return self.base | self.cells


@dataclass(frozen=True)
class Clash:
    """A line that both changed: the cells to decide on; `now` and `theirs` are None where the other removed it.

    Without `cells` the one removed the line and the other changed it.
    """

    line: str
    now: str | None
    theirs: Cells | None
    cells: list[str]


@dataclass
class Merged:
    """All lines, stored and new, with the edits taken in."""

    lines: dict[str, Cells]
    removed: set[str] = field(default_factory=set)
    clashes: list[Clash] = field(default_factory=list)
    typed_as: dict[str, str] = field(default_factory=dict)  # the line that an edit went to, where it is another


def merge(stored: Mapping[str, Cells], edits: Iterable[Edit], identity: Sequence[str]) -> Merged:
    """Takes the edits into the stored lines. `identity` are the cells that say whose line it is.

    A line that is not stored (any more) is the stored one of the same identity, else a new one.
    """
    merged = Merged({line: dict(cells) for line, cells in stored.items()})
    for edit in edits:
        if edit.line not in stored:
            _take_unknown(merged, stored, edit, identity)
        elif edit.removed:
            _remove(merged, edit.line, stored[edit.line], edit)
        else:
            _take(merged, edit.line, stored[edit.line], edit)
    return merged


def _take(merged: Merged, line: str, now: Cells, edit: Edit) -> None:
    clashing = []
    for cell, text in edit.cells.items():
        if now.get(cell, "") in (text, edit.base.get(cell, "")):
            merged.lines[line][cell] = text
        else:
            clashing.append(cell)
    if clashing:
        merged.clashes.append(Clash(edit.line, line, now, clashing))


def _remove(merged: Merged, line: str, now: Cells, edit: Edit) -> None:
    if any(now.get(cell, "") != text for cell, text in edit.base.items()):
        merged.clashes.append(Clash(edit.line, line, now, []))
    else:
        merged.removed.add(line)


def _take_unknown(merged: Merged, stored: Mapping[str, Cells], edit: Edit, identity: Sequence[str]) -> None:
    was_stored = any(edit.base.values())
    same = _same(stored, edit.base if was_stored else edit.mine, identity)
    if same:
        merged.typed_as[edit.line] = same
        (_remove if edit.removed else _take)(merged, same, stored[same], edit)
    elif was_stored and not edit.removed:
        merged.clashes.append(Clash(edit.line, None, None, []))
    elif not edit.removed and any(edit.cells.values()):
        merged.lines[edit.line] = edit.mine


def _same(stored: Mapping[str, Cells], cells: Cells, identity: Sequence[str]) -> str | None:
    who = [cells.get(cell, "") for cell in identity]
    matching = (line for line, theirs in stored.items() if [theirs.get(cell, "") for cell in identity] == who)
    return next(matching, None) if any(who) else None
