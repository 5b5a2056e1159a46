"""The ways people word questions about staffing, comparisons and plans, over folded words."""

import re

STAFFING_WORD = re.compile(r"(?:(?:staffing|workforce)(?: (?:figures|levels|position))?(?: |$))+")

_AGENCY_WORD = r"(?:agency|locums?|supernumerary|supernumeraries)"
AGENCY = (
    rf"{_AGENCY_WORD}(?: (?:social|agency|supernumerary|workers?|staff|staffing|people|rates?"
    r"|share|ftes?|numbers?|costs?|premium|spend)){0,4}"
)
_EMPTY = r"(?:vacant|unfilled|empty|open)"
VACANCIES = rf"(?:vacanc(?:y|ies)(?: rates?)?|{_EMPTY} posts?|posts? (?:vacant|unfilled|empty))"
POSTS = (
    r"(?:(?:base |funded |unfunded |time limited )?posts?(?: by (?:funding|role))?"
    r"|establishment|funding)"
)
TURNOVER = (
    r"(?:(?:staff )?turnover(?: rates?)?|leavers(?: and (?:starters|joiners))?"
    r"|(?:starters|joiners)(?: and leavers)?|retention|who (?:is leaving|has left))"
)
EXPERIENCE = (
    r"(?:experience|(?:in)?experienced(?: (?:social )?(?:workers|staff))?"
    r"|newly qualified(?: (?:social )?workers?)?|asyes?|nqsws?"
    r"|under (?:two|2) years(?: experience)?)"
)
TARGETS = (
    r"(?:(?:staffing )?targets?(?: paths?)?|(?:on|against|off) (?:the )?(?:target|path|course)s?)"
)
STAFFING = (
    r"(?:staffing(?: (?:figures|levels|position))?|workforce|head ?count|in post"
    r"|permanent(?: (?:share|staff|(?:social )?workers))?|ftes?)"
)

COMPARE = re.compile(
    r".*\b(?:compar(?:e|es|ed|ing|ison|isons)|benchmark(?:s|ed|ing)?|neighbou?rs)\b.*"
)
NOT_A_MEASURE = re.compile(
    r"(?:how|where|what|which|do|does|did|are|is|we|i|us|our|ours|own|it|with|to|against|and|the"
    r"|on|for|of|by|in|at|from|a|an|compar\w+|benchmark\w*|(?:statistical |other )?neighbou?r\w*"
    r"|statistical|other|others|england|nation\w*|region\w*|averages?|everybody|everyone|else"
    r"|elsewhere|boroughs?|authorit\w+|councils?|stand|doing|show|me|please|like|ten|figures?)"
)

RETURN = re.compile(
    r"(?:compare (?:with |to )?)?(?:(?:the|our|own|my|last|newest|latest) )*"
    r"(?:(?:workforce )?census(?: returns?)?|(?:csww|cswww)(?: returns?)?|returns?)"
    r"(?: (?:of |for |in )?(?P<name>20[0-9]{2}))?"
)
"""The census return; with a year that year's."""

PLAN = re.compile(
    r"(?:(?:make|draw up) )?(?:(?:the|a|our|my|new) )*(?:plan(?:s|ning)?|what would it take)"
    r"(?: (?P<name>.+))?"
)

_KEPT = r"(?:(?:the|a|all|our|my|saved|kept) )*plans?"
SAVED_PLANS = re.compile(
    r"(?:(?:the|all|our|my) )*(?:saved |kept )?plans|(?:(?:the|our|my) )*(?:saved|kept) plan"
    r"|plans? list|(?:which )?plans (?:are|were|we)(?: (?:there|saved|have|kept))*"
    rf"|(?:{_KEPT} compar(?:e|ed|ison)(?: (?:with|to|against))?|compare {_KEPT}(?: called| named)?)"
    r"(?: (?P<name>.+))?"
)
"""The saved plans; with a name one of them, to lay beside what then happened."""
