"""Staffing against target: where each measure stands, where it is going, and by when."""

from collections.abc import Iterator, Mapping

from alerts.wording import sentence
from bot import ids
from bot.grammar import Topic
from bot.home.answered import asks, show_all
from bot.home.opening import Opening
from bot.home.part import Paragraph, Part, Press
from bot.questions.answer import Answer, Value
from bot.questions.staffing.targets import answer_targets
from models.access import Scope

IN_FULL = 3

_NOTHING = "–"


def staffing_targets(opening: Opening) -> Iterator[Part]:
    """The authority's for leadership; for heads each own service's."""
    asker = opening.asker
    if asker.leadership:
        yield _part(opening, opening.authority, "Staffing against target")
    headed = [each for each in opening.listed.services if each in asker.headed]
    for service_id in headed[:IN_FULL]:
        if opening.listed.teams_in(service_id):
            scope = opening.service(service_id)
            yield _part(opening, scope, _title(scope, len(headed) > 1 or asker.leadership))


def _title(scope: Scope, several: bool) -> str:
    return f"Staffing against target: {scope.name}" if several else "Staffing against target"


def _part(opening: Opening, scope: Scope, title: str) -> Part:
    answer = answer_targets(opening.staffing(Topic.TARGETS, scope))
    return Part(
        title=title,
        said=(answer.headline,),
        items=list(_paragraphs(answer)),
        rest=show_all(answer.question),
        footer=answer.footer or "",
        presses=(
            *asks(*((step.label, step.question) for step in answer.next)),
            *([Press("How is this counted?", ids.COUNTED, answer.question)] * bool(answer.figures)),
        ),
    )


def _paragraphs(answer: Answer) -> Iterator[Paragraph]:
    """Off target first: the words and the number, then what is to come."""
    for row in answer.table.rows if answer.table else ():
        mark = "off target" if row["missed"] else "on target"
        yield Paragraph(f"{row['what']}: {row['stands_words']} · {mark}", _coming(row))


def _coming(row: Mapping[str, Value]) -> list[str]:
    """ "On the present course reached 1 March · next target 10 from 1 April"."""
    course, following = str(row["course_words"]), str(row["next_words"])
    told = [f"on the present course: {course}"] if course != _NOTHING else []
    told += [f"next target {following}"] if following != _NOTHING else []
    return [sentence(" · ".join(told))] if told else []
