"""What can go wrong, each as a sentence a person understands with the next step.

CaseloadError
├── NotKnown              the asker is nobody the authority knows
├── NotFound              no such thing, or not yours: the same answer for both
├── NoData                nothing has been loaded yet
├── LoadRefused           an extract is wrong; carries its problems
├── ImportRunning         another import holds the lock
├── LoadDecided           a held load is no longer open for a decision
├── RecordsUnreadable     the kept records of a held load are of another version or key
├── SchemaBehind          the database needs `caseload db upgrade`
├── UpgradeFailed         the tables were left as they were
├── BackupRefused         a backup cannot be made, or is not one that can be restored
└── SettingsWrong         a setting is missing or malformed
"""


class CaseloadError(Exception):
    """Its text may be shown to a person as it is."""


class NotKnown(CaseloadError):
    """The asker's email is neither in the workforce nor in the grants."""


class NotFound(CaseloadError):
    """There is no such thing, or the asker may not see it: nobody can tell which."""


class NoData(CaseloadError):
    """The question needs an extract that has not been loaded."""


class LoadRefused(CaseloadError):
    """An extract is wrong and nothing of it was loaded."""


class ImportRunning(CaseloadError):
    """A second import was started while one is running."""


class LoadDecided(CaseloadError):
    """A decision about a load that is not held, or that came too late."""


class RecordsUnreadable(CaseloadError):
    """What was kept of a held load cannot be used by this version, or under this key."""


class SchemaBehind(CaseloadError):
    """The database's tables are older or newer than this program."""


class UpgradeFailed(CaseloadError):
    """Bringing the tables up to date would have broken what they hold, and was undone."""


class BackupRefused(CaseloadError):
    """A backup cannot be made or restored, and nothing was changed."""


class SettingsWrong(CaseloadError):
    """A setting is missing, malformed or still a placeholder."""
