"""What is known: tables, extracts, figures, people and access; nothing of Slack or the clock.

The words, the same in tables, code, Slack and the command line:

authority     the council whose children's social care this is
service       a group of teams under one head
team          workers under one manager
worker        somebody in the workforce, with or without cases
post          a place in the establishment, filled or vacant
case          one child's open work; siblings are separate cases
allocation    a case's having a worker
caseload      the open cases one worker holds
limit         the most one full-time worker should hold
promise       the band of caseload the authority has promised, such as 12 to 15
allowance     limit times the worker's FTE
target        the value a staffing measure should reach, by date
measure       a kind of figure
figure        a value with its parts, definition, as-at and warnings
extract       a file from one of the authority's systems
load          one import of an extract
rule          what is worth telling, for whom, after how long
breach        a rule's not being kept
alert         a breach's life
episode       one alert from firing to resolved
notice        a message about an alert
register      what managers decided about a breach
audience      who can read a channel
slot          one due time of one schedule
"""

from models import (
    alerts,
    cases,
    choices,
    digests,
    history,
    limits,
    loads,
    moves,
    organisation,
    outbox,
    people,
    plans,
    published,
    rules,
    slots,
    workforce,
)

__all__ = [
    "alerts",
    "cases",
    "choices",
    "digests",
    "history",
    "limits",
    "loads",
    "moves",
    "organisation",
    "outbox",
    "people",
    "plans",
    "published",
    "rules",
    "slots",
    "workforce",
]
