"""What a head of service or leadership answers for: services, or the teams of one's own."""

from collections.abc import Iterator
from dataclasses import replace

from bot.grammar import Topic
from bot.home.answered import part_of
from bot.home.opening import Opening
from bot.home.part import Part
from bot.home.service_rows import service_table
from bot.questions.caseload import answer_caseload

IN_FULL = 3
"""Services whose teams are all on the page."""


def services(opening: Opening) -> Iterator[Part]:
    """The authority by service for leadership; for heads each own service by team."""
    asker = opening.asker
    if asker.leadership:
        yield _authority(opening)
    headed = [each for each in opening.listed.services if each in asker.headed]
    for service_id in headed[:IN_FULL]:
        if opening.listed.teams_in(service_id):
            scope = opening.service(service_id)
            yield part_of(answer_caseload(opening.setting(Topic.CASELOAD, scope)), scope.name)
    if len(headed) > IN_FULL:
        names = ", ".join(opening.listed.services[each] for each in headed[IN_FULL:])
        yield Part(title="Your other services", said=(f"Ask me about: {names}.",))


def _authority(opening: Opening) -> Part:
    answer = answer_caseload(opening.setting(Topic.CASELOAD, opening.authority))
    part = part_of(answer, "Services")
    if answer.table is None or len(opening.listed.services) <= 1:
        return part
    return replace(part, table=service_table(opening, answer.table.rows), rest=None)
