"""Agency social workers by name, for those who may see them: who is here, and whose end passed."""

from collections.abc import Collection
from datetime import date

from models.staffing.book import StaffingBook, WorkerTerms
from models.staffing.persons import counted_as_employed
from models.vocabulary import AgencyBasis


def agency_workers(book: StaffingBook, day: date | None = None) -> list[WorkerTerms]:
    """Agency social workers of the scope in post, those who leave first at the front.

    Somebody who is listed as employed too counts there and not here.
    """
    on = book.day if day is None else day
    employed = counted_as_employed(book, on)
    here = (w for w in book.counted_terms if w.social_worker and w.agency and w.in_post(on))
    found = [worker for worker in here if worker not in employed]
    return sorted(found, key=lambda w: (w.last_day is None, w.last_day or on, w.name, w.staff_id))


def supernumerary_past_end(
    book: StaffingBook, holding: Collection[int], day: date | None = None
) -> list[WorkerTerms]:
    """Supernumerary workers whose end has passed by the list, and who work on all the same.

    `holding` are the ids of workers who hold open cases: by that alone it is seen that somebody
    whose end has passed is still here. The longest past their end come first.
    """
    on = book.day if day is None else day
    found = [
        (worker.left_on, worker.name, worker.worker_id, worker)
        for worker in book.counted_workers
        if worker.agency_basis is AgencyBasis.SUPERNUMERARY
        and worker.left_on is not None
        and worker.left_on < on
        and worker.worker_id in holding
    ]
    return [worker for *_, worker in sorted(found, key=lambda each: each[:3])]
