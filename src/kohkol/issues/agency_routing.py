"""Suggests which agency knows, learning from the office's own decisions: whom it asked, and whom a person named.

A fact request that was sent is a decision for its agency, unless the agency said "not ours" or the desk took it back.
What a person said of a post ("this is theirs") is one too. The router lives in this process and takes in what is new
when it is asked; a decision that was taken back has it learn anew.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from kohkol.engine.text.normalise import terms
from kohkol.engine.text.routing import AgencyRouter
from kohkol.issues.agency_words import EMPTY, Suggestion, suggest_agencies
from kohkol.issues.models import FactRequest
from kohkol.issues.states import RequestState
from kohkol.listening.api import agencies_told
from kohkol.people.api import Agency

MOST_DECISIONS = 500  # the latest; older ones say little about who answers today; all of them take 0.15 s to learn
LEAST_SHARE = 0.15  # of the router's trust, from which an agency is named at all
TAKEN_BACK = [RequestState.NOT_OURS, RequestState.WITHDRAWN]
Decision = tuple[str, str, str]  # what it is (request or told, with its id), text, id of the agency


@dataclass
class OfficeRouter:
    """What was learned, from which decisions, and for each agency the words of what it was asked."""

    router: AgencyRouter
    described: dict[str, str]
    learned: set[Decision] = field(default_factory=set)
    words: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def learn(self, decisions: Sequence[Decision]) -> None:
        """Take in decisions that are new."""
        for decision in [one for one in decisions if one not in self.learned]:
            self.learned.add(decision)
            _what, text, agency = decision
            self.router.learn(text, agency)
            self.words[agency].update(set(terms(text)) - EMPTY)


_lock = Lock()
_known: list[OfficeRouter] = []


def suggest_by_decisions(text: str, agencies: Sequence[Agency], *, most: int = 3) -> list[Suggestion]:
    """The agencies that probably know, best first, each with the words because of which it is named."""
    by_id = {str(agency.pk): agency for agency in agencies}
    with _lock:
        office = _office_router(agencies)
        ranked = office.router.suggest(text)
    described = {one.agency.pk: one for one in suggest_agencies(text, agencies, most=len(agencies))}
    asked = set(terms(text)) - EMPTY
    found = []
    for number, share in ranked:
        agency = by_id.get(number)
        if agency is None or share < LEAST_SHARE:
            continue
        shared = [word for word, _ in office.words[number].most_common() if word in asked and _tells(word)]
        own = described[agency.pk].words if agency.pk in described else ()
        if shared or own:
            found.append(Suggestion(agency, share, tuple(own), tuple(shared)))
    return found[:most]


def _tells(word: str) -> bool:
    """Whether a word says something to a reader: no number, no abbreviation of two letters."""
    return word.isalpha() and len(word) > 2


def _office_router(agencies: Sequence[Agency]) -> OfficeRouter:
    """The router of this process, brought up to date."""
    described = {str(agency.pk): f"{agency.name}. {agency.task_description}" for agency in agencies}
    decisions = decided()
    if not _known or _known[0].described != described or _were_taken_back(_known[0].learned - set(decisions)):
        _known[:] = [OfficeRouter(AgencyRouter(described), described)]
    _known[0].learn(decisions)
    return _known[0]


def _were_taken_back(gone: set[Decision]) -> bool:
    """Whether one of the decisions that are gone was taken back; the others are only older than the latest."""
    if any(what.startswith("told") for what, _, _ in gone):
        return True
    requests = [int(what.removeprefix("request-")) for what, _, _ in gone]
    return bool(requests) and FactRequest.objects.filter(pk__in=requests, state__in=TAKEN_BACK).exists()


def decided() -> list[Decision]:
    """The office's latest decisions of either sort, the oldest first: the router goes by their order."""
    rows = FactRequest.objects.exclude(state__in=TAKEN_BACK).order_by("-pk")
    values = rows.values_list("pk", "sent_at", "issue__title", "question", "agency")[:MOST_DECISIONS]
    asked = [(at, f"request-{pk}", f"{title}\n{question}", str(agency)) for pk, at, title, question, agency in values]
    told = [(at, f"told-{pk}", text, agency) for pk, at, text, agency in agencies_told(MOST_DECISIONS)]
    return [row[1:] for row in sorted(told + asked)]
