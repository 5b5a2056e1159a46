"""The ways people word each question, as patterns over folded words."""

import re

# Words that ask without saying what; they are dropped from the beginning and the end.
POLITE_START = re.compile(
    r"(?:(?:please|kindly|hi|hello|hey|good (?:morning|afternoon|evening)"
    r"|(?:can|could|would|will) you(?: please)?|(?:can|could|may) (?:i|we)(?: please)?"
    r"|(?:i|we) (?:want|need|would like)(?: to)?|id like(?: to)?|let (?:me|us)"
    r"|(?:show|tell|give|get|send)(?: (?:me|us))?|know|see|list|display|look up|find(?: out)?"
    r"|(?:what|how) about|what (?:is|are|s)|whats|and|the)(?: |$))*"
)
POLITE_END = re.compile(
    r"(?:(?:^| )(?:please|thanks|thank you|cheers|now|right now|today|currently"
    r"|at the moment|at present|then|(?:by|per) teams?))+$"
)

# Names that stand for the whole authority, for the asker, or for the asker's own team or service.
AUTHORITY = re.compile(
    r"(?:(?:all|every|each|the|our|whole|entire|of) )*"
    r"(?:everyone|everybody|everywhere|all|us|overall|(?:local )?authority|council|borough|county"
    r"|department|directorate|teams|services|every team|every service|childrens services)"
)
WE = re.compile(r"we|our|ours|our own")
ASKER = re.compile(r"me|myself|mine|my")
OWN = re.compile(r"(?:(?:my|our|the|this|whole|entire|own) )*(?P<kind>team|service)")

# What may stand between a question and its name.
BEFORE_NAME = re.compile(
    r"(?:(?:for|of) )?(?:(?:all|the) )*(?:everyone|everybody|workers|staff|people|teams)"
    r" (?:in|at|of|within) "
    r"|(?:held |allocated )?(?:for|of|in|at|on|from|within|across|by|to|about)(?: |$)"
)
COUNTED = re.compile(
    r"(?:(?:cases?|children|child|work|workers?|staff|(?:are|is) there|do we have|have we got)"
    r"(?: |$))+"
)
ARTICLE = re.compile(r"^the (?=.)")
KIND_BEFORE = re.compile(r"(?:social )?(?P<kind>worker|team|service) (?=.)")
_KIND_FIRST = re.compile(r"^(?:team|service) (?=.)")
KIND_AFTER = re.compile(r" (?P<kind>team|service)$")

# Bounded repetitions: a long run of these words must not take long to refuse. (Possessive ones
# would say it better, but are wrong in Python before 3.11.5.)
_SUBJECT = (
    r"(?:(?:is|are|does|do|has|have|there|any|which|what|how many|list of|number of|the|all|of"
    r"|social|open|show) ){0,10}"
    r"(?:who|whos|anyone|anybody|anything|someone|somebody|everyone|workers?|people|staff|cases?"
    r"|children|child|kids?)"
)
_LINK = r"(?: (?:that|which|who|is|are|was|were|has|have|had|got|still|gone|currently|s)\b){0,10}"
_QUANTITY = (
    r"(?:(?:is|are|there|any|all|the|how many|which teams|which|what|list of|number of) ){0,10}"
)
_THERE = r"(?: (?:is|are) there| do we have| have we got)?"
_LIMIT = r"(?:(?:the|their|his|her|its|a|case ?load) )*limits?"
_OWN_LIMIT = rf"(?:my|{_LIMIT})(?: limit)?"
_CASELOAD = r"(?:case ?lo(?:ad|da)s?|caselaods?)"

OVER = rf"(?:over(?: {_LIMIT})?|above {_LIMIT}|overloaded|(?:has |have )?too many cases)"
ROOM = (
    r"(?:(?:(?:any|some|spare|free|enough|much|more|most) )*"
    r"(?:room|spaces?|capacity|headroom|free places)(?: (?:left|free|spare|available))?"
    r"(?: (?:for|to take(?: on)?) (?:(?:a|another|one|some|more|new|extra) )*"
    r"(?:cases?|child|more))?"
    rf"|(?:can|could) take(?: on)? (?:(?:a|another|one|some|more|new) )*(?:cases?|more)"
    rf"|under {_LIMIT})"
)
UNALLOCATED = (
    r"(?:un ?all?ocated|unassigned|not(?: yet| been)* (?:allocated|assigned)"
    r"|(?:(?:with|has|have|having) )?no(?: social| allocated)? worker"
    r"|without (?:an? )?(?:social |allocated )?worker"
    r"|(?:awaiting|waiting for) (?:an )?allocation)"
)
NOT_SEEN = (
    r"(?:(?:not|never|hasnt|havent|wasnt|werent|isnt|arent)(?: (?:yet|been|being|recently))*"
    r" (?:seen|visited)(?: (?:recently|lately|yet|in time|on time|enough))?|unseen|last seen"
    r"|overdue visits?|visits? overdue)"
)
_OPEN = r"(?:(?:my|our|the|all|any|currently|current|open|firing|active|new|unanswered) ){0,5}"
ALERTS = (
    rf"(?:has |have |with )?{_OPEN}alerts?"
    r"(?:(?: (?:are|is|that|which|still|currently)){0,5}"
    r" (?:open|firing|active|unanswered|unacknowledged|not acknowledged|there|raised))?"
)
REGISTER = (
    rf"(?:{_OPEN}(?:(?:decisions?|alerts?) register"
    r"|register(?: of (?:the )?(?:decisions?|alerts?))?"
    r"|decisions?(?: (?:(?:were |are |have been )?(?:made|taken)|(?:on|about) alerts))?)"
    r"|what (?:was|were|has been|have been|have we) (?:decided|agreed)"
    r"|what did we (?:decide|agree))"
)

RULES = rf"{_OPEN}(?:(?:alert|caseload) )?rules?(?: (?:for|of|behind) (?:the )?alerts?)?"

DIGEST = r"(?:(?:my|our|the|this|last|a|weekly|mondays?|weeks?) ){0,4}(?:digest|weekly report)"

ALWAYS_HELP = frozenset({"help", "caseload help"})
HELP = re.compile(
    r"help(?: (?:me|please|with|on|about)(?: .*)?)?|usage|commands"
    r"|(?:what|which questions) can (?:you|i|we)(?: (?:do|ask|say|answer|help with))?(?: you)?"
    r"|what (?:do you|does (?:this|it)) do|how (?:do you|does (?:this|it)) work|who are you"
    r"|how (?:do|can) i use (?:you|this|it)|what questions can (?:i|we) ask(?: you)?"
)
ME = re.compile(
    rf"me|myself|mine|my(?: own)? (?:{_CASELOAD}|cases|limit|children)"
    r"|how many (?:open )?(?:cases|children) (?:do|have|am|did) i"
    r"(?: (?:have|got|hold|holding|carry|carrying))*"
    r"|what (?:do|am) i (?:hold|holding|carry|carrying)"
    rf"|(?:am i|i am|im) (?:over(?: {_OWN_LIMIT})?|above {_OWN_LIMIT})"
    rf"|(?:do i have|have i|have i got) {ROOM}"
)

# A question that says "caseload for …": all that follows is the name.
CASELOAD_FOR = re.compile(rf"{_CASELOAD} (?P<name>(?:for|of|in|at) .+)")
HOW_MANY_CASES = re.compile(
    r"(?:how many|number of) (?:open )?(?:cases|children)"
    r"(?: (?:has|have|does|do|did|is|are|there|held))+"
    r" (?P<name>(?!there|held).+?)(?: (?:got|have|has|hold|holding|carry|carrying))*"
)
_COUNT_OF_CASES = rf"(?:(?:current|total|average|open) )*(?:{_CASELOAD}|cases)"
CASELOAD = (
    HOW_MANY_CASES,
    re.compile(rf"{_QUANTITY}{_COUNT_OF_CASES}{_THERE}(?: (?P<name>.+))?"),
    re.compile(rf"(?P<name>.+?){_LINK} {_COUNT_OF_CASES}"),
)
CASELOAD_WORD = re.compile(rf"(?:{_CASELOAD}(?: |$))+")

# Beginnings that only a sentence has. "Will" and "Can" are left out: they are people's names too.
SENTENCE = re.compile(
    r"(?:what|why|how|when|which|where|who|whose|is|are|was|were|does|did|has|have|should"
    r"|do (?:i|we|you|they)|i|we|you|tell)(?: \S+){2,}"
)


def wordings(core: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a question about `core`: its name after it, amid it, or before it."""
    before = r"(?:(?:is|are|does|do|has|have) )?(?P<name>.+?)"
    return (
        re.compile(rf"(?:{_SUBJECT}{_LINK} |{_QUANTITY}){core}(?: (?P<name>.+))?"),
        re.compile(rf"{_SUBJECT}{_LINK} (?P<name>(?:in|at|on|from|of|within) .+?){_LINK} {core}"),
        re.compile(rf"{before} {_SUBJECT}{_LINK} {core}"),
        re.compile(rf"{before}{_LINK}(?: any)? {core}"),
    )


def kindless(folded: str) -> str:
    """A folded name without "the", "team" or "service" around it."""
    bare = KIND_AFTER.sub("", ARTICLE.sub("", folded))
    return _KIND_FIRST.sub("", bare)
