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
audience      who can read a channel
"""

from models import cases, history, limits, loads, organisation, people, workforce

__all__ = ["cases", "history", "limits", "loads", "organisation", "people", "workforce"]
