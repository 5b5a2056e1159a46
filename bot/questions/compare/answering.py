"""The answer to "compare": one measure with all its years, or the five side by side."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import col

from alerts.wording import count, moment
from bot.grammar import Topic
from bot.questions.answer import Answer, Chart, Column, Next, Outcome, Table
from bot.questions.census import RETURN, may_see_return
from bot.questions.compare.own import Own, gather_own
from bot.questions.compare.tables import is_same, overview_row, years_chart, years_table
from bot.questions.compare.words import ASKED_AS, SHORT, measure_called, value_named, value_said
from bot.questions.inquiry import Inquiry
from bot.questions.plain import plain_answer
from models.figures.figure import Figure, fixed
from models.published import CensusReturn
from models.reference.comparing import Comparison, Year, comparison
from models.reference.measures import COMPARED, SOURCE, PublishedMeasure
from models.reference.storing import published
from models.reference.table import Published

LICENCE = "Open Government Licence v3.0"

_NO_CODE = (
    "Caseload does not know which authority this is among the published figures. An administrator "
    "sets CASELOAD_AUTHORITY_CODE to the Department's three digits for it, such as 852."
)


def answer_compare(inquiry: Inquiry) -> Answer:
    """Own, England, region, neighbours and their median: of one measure, or of the five."""
    known = published(inquiry.session)
    code = inquiry.services.settings.authority_code
    if code is None or comparison(known, code, PublishedMeasure.AVERAGE_CASELOAD) is None:
        return plain_answer(inquiry, Outcome.NOT_UNDERSTOOD, _NO_CODE)
    own = gather_own(inquiry.session, inquiry.services.settings.not_seen_days)
    about = inquiry.asked.about
    if about is None:
        return _all_measures(inquiry, known, code, own)
    measure = measure_called(about)
    if measure is None:
        return plain_answer(
            inquiry,
            Outcome.NOT_UNDERSTOOD,
            f'I can\'t compare "{about}". What is published is the average caseload and the rates '
            "of agency, vacancies, turnover and absence.",
            *_others(None),
        )
    compared = comparison(known, code, measure)
    assert compared is not None
    return _one_measure(inquiry, compared, own)


def _one_measure(inquiry: Inquiry, compared: Comparison, own: Own) -> Answer:
    measure, now = compared.measure, compared.now
    figure = own.of(measure)
    figures = [figure] if figure else []
    if measure is PublishedMeasure.AVERAGE_CASELOAD and own.working_average is not None:
        figures.append(own.working_average)
    return _answer(
        inquiry,
        _headline(inquiry, compared, figure),
        [
            _published_line(inquiry, compared),
            *_stands_in(inquiry, compared),
            _near_words(now, measure),
            *_other_definitions(measure, own),
        ],
        table=years_table(inquiry, compared, figure),
        chart=years_chart(compared),
        figures=figures,
        year=now.year,
        then=_others(measure),
    )  # fmt: skip


def _headline(inquiry: Inquiry, compared: Comparison, figure: Figure | None) -> str:
    """ "Northmere Council: 18.2 cases per full-time worker; England 15.2, neighbours 15.4"."""
    measure, now = compared.measure, compared.now
    others = [f"England {value_said(measure, now.england.value)}"]
    if now.median.value is not None:
        others.append(f"statistical neighbours {value_said(measure, now.median.value)}")
    if figure is not None:
        whose, value, when = inquiry.authority.name, figure.value, ""
    else:
        whose, value = compared.area.name, now.own.value
        when = f" on 30 September {now.year}"
    return f"{whose}: {value_named(measure, value)}{when}; {', '.join(others)}"


def _published_line(inquiry: Inquiry, compared: Comparison) -> str:
    """What was last published of the authority itself, under the name it was published by."""
    own, measure = compared.now.own, compared.measure
    said = value_said(measure, own.value) if own.missing is None else f"– ({own.missing})"
    whose = "Own last" if is_same(inquiry, compared) else f"{compared.area.name}'s last"
    return f"{whose} published figure: {said}, on 30 September {own.year}"


def _near_words(now: Year, measure: PublishedMeasure) -> str:
    """ "South East 15.6 · median of 10 statistical neighbours 15.4"."""
    parts = []
    if now.region is not None:
        parts.append(f"{now.region.name} {value_said(measure, now.region.value)}")
    if now.median.value is not None:
        fewer = f" (of {now.median.of})" if now.median.counted < now.median.of else ""
        parts.append(
            f"median of {count(now.median.counted, 'statistical neighbour')}{fewer} "
            f"{value_said(measure, now.median.value)}"
        )
    return " · ".join(parts) or "No statistical neighbour has a figure"


def _other_definitions(measure: PublishedMeasure, own: Own) -> list[str]:
    """That an average of ours may differ from the published one by what it counts."""
    if measure is not PublishedMeasure.AVERAGE_CASELOAD:
        return []
    working = own.working_average
    said = "–" if working is None or working.value is None else fixed(working.value)
    return [
        f"Own working average: {said}. It leaves out workers who are absent today and counts every "
        "kind of case holder; the published one counts social workers in post, agency included, "
        "on one day of September."
    ]


def _all_measures(inquiry: Inquiry, known: Published, code: str, own: Own) -> Answer:
    found = [each for each in (comparison(known, code, m) for m in COMPARED) if each is not None]
    first = found[0]
    return _answer(
        inquiry,
        f"{inquiry.authority.name}: {_standing(inquiry, found, own)}",
        [
            *_stands_in(inquiry, first),
            _last_published(inquiry, found),
            *_not_known_now(found, own),
        ],
        table=Table(
            columns=(
                Column("short", "Measure"),
                Column("now", "Now", numeric=True, places=1),
                Column("median", "Median", numeric=True, places=1),
                Column("england", "England", numeric=True, places=1),
            ),
            rows=[overview_row(each, own) for each in found],
            caption="Beside the median of the ten statistical neighbours, and England",
        ),
        figures=list(own.figures.values()),
        year=first.now.year,
        then=[*_others(None), *_own_return(inquiry)],
    )


def _stands_in(inquiry: Inquiry, compared: Comparison) -> list[str]:
    """Whose published figures these are, where that is not plain from the name."""
    if is_same(inquiry, compared):
        return []
    name = compared.area.name
    return [
        f"{inquiry.authority.name} is set to the published figures of {name}: "
        f"the statistical neighbours are those of {name}."
    ]


def _last_published(inquiry: Inquiry, found: Sequence[Comparison]) -> str:
    """ "Own last published: caseload 14.3, agency 8.0 %, …, on 30 September 2025"."""
    first = found[0]
    whose = "Own" if is_same(inquiry, first) else f"{first.area.name}'s"
    said = [
        f"{SHORT[each.measure].lower()} {value_said(each.measure, each.now.own.value)}"
        for each in found
    ]
    return f"{whose} last published: {', '.join(said)}, on 30 September {first.now.year}"


def _not_known_now(found: Sequence[Comparison], own: Own) -> list[str]:
    labels = [COMPARED[each.measure].label for each in found if own.of(each.measure) is None]
    return [f"Not known of today: {_listed(labels)}"] if labels else []


def _standing(inquiry: Inquiry, found: Sequence[Comparison], own: Own) -> str:
    """In which measures the authority is above the median, or that it is in none."""
    known = [(each, value) for each in found if (value := _value(inquiry, each, own)) is not None]
    near = [(each, value, each.now.median.value) for each, value in known]
    above = [
        COMPARED[c.measure].label
        for c, value, middle in near
        if middle is not None and value > middle
    ]
    below = [
        COMPARED[c.measure].label
        for c, value, middle in near
        if middle is not None and value <= middle
    ]
    if above:
        return f"above its neighbours' median in {_listed(above)}"
    if below:
        return f"at or below its neighbours' median in {_listed(below)}"
    return "nothing is known yet to lay beside its neighbours"


def _value(inquiry: Inquiry, compared: Comparison, own: Own) -> float | None:
    """Today's figure, else what was published of the authority itself, not of another."""
    figure = own.of(compared.measure)
    if figure is not None:
        return figure.value
    return compared.now.own.value if is_same(inquiry, compared) else None


def _listed(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"


def _own_return(inquiry: Inquiry) -> list[Next]:
    """The authority's own return, for whom it is and where one was imported."""
    is_there = inquiry.session.scalar(select(col(CensusReturn.year)).limit(1)) is not None
    return [RETURN] if is_there and may_see_return(inquiry.asker) else []


def _others(measure: PublishedMeasure | None) -> list[Next]:
    return [Next(SHORT[m], ASKED_AS[m]) for m in COMPARED if m is not measure]


def _answer(  # noqa: PLR0913 - the parts of an answer, all by name
    inquiry: Inquiry,
    headline: str,
    lines: Sequence[str],
    *,
    table: Table,
    figures: Sequence[Figure],
    year: int,
    then: Sequence[Next],
    chart: Chart | None = None,
) -> Answer:
    zone = inquiry.services.settings.zone
    as_at = min((figure.as_at for figure in figures), default=None)
    own = [f"Own figures as at {moment(as_at, zone, inquiry.today)}"] if as_at else []
    warnings = dict.fromkeys(w for figure in figures for w in figure.warnings)
    source = f"Source of the others: {SOURCE}, 30 September {year}, {LICENCE}"
    return Answer(
        question=inquiry.asked.text,
        asked_by=inquiry.asker.email,
        outcome=Outcome.ANSWERED,
        headline=headline,
        lines=tuple(lines),
        topic=Topic.COMPARE,
        scope=inquiry.authority,
        table=table,
        chart=chart,
        figures=tuple(figures),
        as_at=as_at,
        footer=" · ".join([*own, source, *warnings]),
        next=tuple(then),
    )
