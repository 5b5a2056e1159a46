"""What comes of each day's extract: loaded, late, refused, only half of it, or nothing for days."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

from models.vocabulary import LoadStatus
from tests.chaos.crew import Crew
from tests.chaos.helper import Helper
from tests.chaos.letterbox import Letterbox
from tests.chaos.processes import RULES, change_rules, described_at, load
from tests.chaos.rulebook import Rulebook, another
from tests.chaos.town import TEAMS, Town

FATES = {"loaded": 64, "nothing": 14, "refused": 8, "half": 6, "late": 6, "none for days": 2}
"""How often each, in a hundred days."""

_DAYS_WITHOUT = 3

_BY_INBOX = 0.4
"""The share of extracts that are also dropped into the inbox, where there is one."""

_CHANGED = 0.3
"""The share of days on which somebody changes a rule."""

_REFUSED, _HALF = "refused", "half"  # folders
_NOWHERE = "Nowhere"
_SOME = TEAMS[:3]


@dataclass
class Extracts:
    """The files of a campaign and what is done with them, and the rules that are changed."""

    town: Town
    folder: Path
    crew: Crew
    chance: Random
    letterbox: Letterbox | None = None
    counts: Counter[str] = field(default_factory=Counter)
    rule_changes: int = 0
    _owed: date | None = None  # a day whose extract comes on the next morning
    _without: int = 0  # days to come without any

    def morning(self) -> None:
        """Load what should have come on the evening before."""
        if self._owed is not None:
            self.load(self._owed)
            self._owed = None

    def fate(self) -> str:
        """What becomes of today's."""
        if self._without:
            self._without -= 1
            return "nothing"
        return self.chance.choices(list(FATES), list(FATES.values()))[0]

    def evening(self, day: date, fate: str) -> None:
        """Let it happen, and perhaps change a rule at the same time."""
        self.counts[fate] += 1
        rules = self.other_rules() if self.chance.random() < _CHANGED else self.town.now
        beside = Helper(lambda: self.put_in_force(rules))
        beside.start()
        self._come(day, fate)
        beside.finish()

    def _come(self, day: date, fate: str) -> None:
        match fate:
            case "loaded":
                self.town.live_a_day()
                self.load(day)
            case "late":
                self.town.live_a_day()
                self._owed = day
            case "refused":
                self._attempt(day, _REFUSED, (*TEAMS, _NOWHERE), LoadStatus.REFUSED)
            case "half":
                self._attempt(day, _HALF, _SOME, LoadStatus.HELD)
            case "none for days":
                self._without = _DAYS_WITHOUT - 1

    def load(self, day: date) -> None:
        """Load a day's cases, whatever they look like.

        Some come by the inbox. What it has loaded is the same for the import after it, which only
        accepts what the inbox has held.
        """
        cases = self.town.write_cases(self.folder, day)
        if self.letterbox is not None and self.chance.random() < _BY_INBOX:
            self.counts[self.letterbox.drop(cases, described_at(day))] += 1
        self.crew.do("import", load, day, ".", LoadStatus.LOADED)
        self.town.was_loaded(day)

    def _attempt(self, day: date, where: str, teams: tuple[str, ...], wanted: LoadStatus) -> None:
        folder = self.folder / where
        folder.mkdir(exist_ok=True)
        self.town.write_cases(folder, day, teams)
        self.crew.do("import", load, day, where, wanted)

    def other_rules(self) -> Rulebook:
        """What somebody may make of the rules."""
        return another(self.chance, self.town.now)

    def put_in_force(self, rules: Rulebook) -> None:
        """Change the rules, if these are others."""
        if rules == self.town.now:
            return
        (self.folder / RULES).write_text(rules.as_file(), encoding="utf-8")
        self.crew.do("rules", change_rules)
        self.town.rules_changed(rules)
        self.rule_changes += 1
