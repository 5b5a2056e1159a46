"""Takes the texts of a return's elements out of its XML, as a stream and without a DTD.

Python's own expat reads it. A document type is refused where it begins, before any entity of it is
declared, so that there is nothing to expand and nothing outside the file is ever opened; what is
left is bounded in size, depth and number.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from models.extracts.problems import Unreadable

MAX_RETURN = 32 * 1024 * 1024  # bytes; a county of a thousand workers is under one million
MAX_DEPTH = 20  # a return has four levels
MAX_WORKERS = 20_000  # the largest authority has about a thousand
MAX_TEXT = 200  # characters of one value; what is longer is none
WORKER, VACANCIES = "cswwworker", "lalevelvacancies"
ROOTS = frozenset({"message", WORKER, VACANCIES})

_CUT_OFF = frozenset(
    {
        expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
        expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
        expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
        expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
    }
)


@dataclass(slots=True)
class Texts:
    """The texts of elements by their names in small letters, the first of each."""

    header: dict[str, str] = field(default_factory=dict)
    vacancies: dict[str, str] = field(default_factory=dict)
    workers: list[dict[str, str]] = field(default_factory=list)


def read_texts(data: bytes, wanted: Collection[str]) -> Texts:
    """The texts of the wanted elements, named in small letters, of a whole file; raises Unreadable.

    What is not wanted is not kept even in memory; what is no sound XML is refused with a sentence.
    """
    if len(data) > MAX_RETURN:
        raise Unreadable(
            f"The file is larger than {MAX_RETURN // 2**20} MB, which no return is; check that it "
            "is one authority's of one year."
        )
    if not data.strip():
        raise Unreadable("The file is empty; export it again.")
    stream = _Stream(wanted)
    try:
        stream.parser.Parse(_from_its_start(data), True)
    except expat.ExpatError as error:
        raise Unreadable(_about(error)) from None
    except (ValueError, LookupError, TypeError):
        raise Unreadable(
            "The encoding that the file declares is not known; export it again as UTF-8."
        ) from None
    return stream.texts


def _from_its_start(data: bytes) -> bytes:
    """Without the blank lines that some programs leave before the declaration."""
    return data.lstrip(b" \t\r\n") if data[:1].isspace() and data[1:2] != b"\0" else data


def _about(error: expat.ExpatError) -> str:
    if error.code in _CUT_OFF:
        return f"The file ends in the middle, on line {error.lineno}; export it again, completely."
    return (
        f"The file cannot be read as XML from line {error.lineno} on "
        f"({expat.ErrorString(error.code)}); export it again."
    )


class _Stream:
    """Follows the parser, and keeps the texts that stand in a known place."""

    def __init__(self, wanted: Collection[str]) -> None:
        self.texts = Texts()
        self._wanted = wanted
        self._depth = 0
        self._inside: tuple[int, dict[str, str]] | None = None  # a worker or the vacancies
        self._text: list[str] = []
        self._length = 0
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters

    def _refuse(self, *_: object) -> NoReturn:
        raise Unreadable(
            "The file declares a document type or entities (<!DOCTYPE>), which no return needs and "
            "which can do harm; export it again without."
        )

    def _start(self, tag: str, _: dict[str, str]) -> None:
        name = _local(tag)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Unreadable(
                f"Elements stand in one another more than {MAX_DEPTH} deep; it is no return."
            )
        if self._depth == 1 and name not in ROOTS:
            raise Unreadable(
                "This is XML, but not a return to the children's social work workforce census: "
                "that begins with the element Message."
            )
        self._text, self._length = [], 0
        if self._inside is None and name == WORKER:
            if len(self.texts.workers) >= MAX_WORKERS:
                raise Unreadable(
                    f"The file has more than {MAX_WORKERS:,} workers, which no authority has."
                )
            self.texts.workers.append({})
            self._inside = (self._depth, self.texts.workers[-1])
        elif self._inside is None and name == VACANCIES:
            self._inside = (self._depth, self.texts.vacancies)

    def _end(self, tag: str) -> None:
        text = "".join(self._text).strip() if self._length <= MAX_TEXT else "…"
        place = self.texts.header if self._inside is None else self._inside[1]
        name = _local(tag)
        if text and name in self._wanted:
            place.setdefault(name, text)
        if self._inside is not None and self._inside[0] == self._depth:
            self._inside = None
        self._text, self._length = [], 0
        self._depth -= 1

    def _characters(self, text: str) -> None:
        self._length += len(text)
        if self._length <= MAX_TEXT:
            self._text.append(text)


def _local(tag: str) -> str:
    """The name without the letters of a namespace, however they are written."""
    return tag.rpartition(":")[2].casefold()
