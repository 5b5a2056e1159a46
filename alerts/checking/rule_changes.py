"""Who changed each rule last, and when: said in the messages that the change made smaller."""

from sqlmodel import Session

from alerts.notices.facts import RuleChange
from alerts.rules.storing import stored_versions
from alerts.subjects import person_names


def gather_rule_changes(session: Session) -> dict[str, RuleChange]:
    """By the rule's name; without those nobody has ever changed.

    Of a rule that went back to how it was shipped it is not kept beside it who did that.
    """
    newest = {version.name: version for version in stored_versions(session)}
    names = person_names(session, (version.changed_by for version in newest.values()))
    return {
        name: RuleChange(version.until_at)
        if version.until_at is not None
        else RuleChange(version.from_at, names.get(version.changed_by, version.changed_by))
        for name, version in newest.items()
    }
