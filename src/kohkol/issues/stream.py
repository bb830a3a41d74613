"""The stream of issues: what is asked for in the address, and the rows with everything a line shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kohkol.issues.agency_words import suggest_agencies, text_terms
from kohkol.issues.door import visible_issues
from kohkol.issues.figures import Figures, figures_of
from kohkol.issues.models import FactRequest, Issue
from kohkol.issues.ranking import Ranking, Signals, harm_words_in, rank
from kohkol.issues.states import Clock, IssueState, Level, RequestState
from kohkol.people.api import Agency, Officer, rule_values

MOST_RANKED = 500
ACTIVE = [IssueState.OPEN, IssueState.WORKING, IssueState.ANSWERED]
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
FAR_AHEAD = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """One issue in the stream; `places` are codes."""

    issue: Issue
    figures: Figures
    ranking: Ranking
    due_at: datetime | None
    places: list[str]

    @property
    def due_is_business(self) -> bool:
        """Whether the next deadline counts office hours."""
        return getattr(self.issue, "next_clock", "") != Clock.WALL

    @property
    def reasons(self) -> list[str]:
        """Why it stands here, strongest first; the level is shown as a chip already."""
        return [one.sentence for one in self.ranking.criteria if one.points > 0 and one.name != "level"]


SORTS: Mapping[str, tuple[Promise, Callable[[Line], Any]]] = {
    "peringkat": (_("Paling mendesak"), lambda line: -line.ranking.points),
    "cepat": (_("Paling cepat membesar"), lambda line: -line.figures.growth),
    "besar": (_("Paling banyak suara"), lambda line: -line.figures.voices),
    "baru": (_("Terakhir dibicarakan"), lambda line: -(line.figures.last_at or LONG_AGO).timestamp()),
    "tenggat": (_("Tenggat terdekat"), lambda line: line.due_at or FAR_AHEAD),
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; anything it does not understand means "no filter"."""

    words: str = ""
    state: str = ""
    level: int | None = None
    owner: str = ""
    sort: str = "peringkat"

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was left out that the plain list would show."""
        return bool(self.words or self.state or self.level is not None or self.owner)

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """Read from the address: q, status, level, penanggung, urut."""
        level = query.get("level", "")
        return cls(
            words=query.get("q", "").strip()[:100],
            state=query.get("status", "") if query.get("status") in {*IssueState.values, "semua"} else "",
            level=int(level) if level.isdecimal() and int(level) in Level.values else None,
            owner=query.get("penanggung", "") if query.get("penanggung") in {"saya", "kosong"} else "",
            sort=query.get("urut", "") if query.get("urut") in SORTS else "peringkat",
        )


def lines(officer: Officer, asked: Asked, *, at: datetime) -> list[Line]:
    """The issues that were asked for, in order; at most the 500 latest are ranked."""
    issues = list(_wanted(officer, asked)[:MOST_RANKED])
    figures = figures_of(issues, at=at)
    weights, harmful = _rules(at)
    agencies = list(Agency.objects.filter(is_active=True))
    found = [
        Line(
            issue,
            figures[issue.pk],
            rank(signals_of(issue, figures[issue.pk], harmful, agencies), weights),
            getattr(issue, "next_due_at", None),
            figures[issue.pk].places or [issue.place_code] * bool(issue.place_code),
        )
        for issue in issues
    ]
    return sorted(found, key=SORTS[asked.sort][1])


def _wanted(officer: Officer, asked: Asked) -> QuerySet[Issue]:
    due = FactRequest.objects.filter(issue=OuterRef("pk"), state__in=[RequestState.SENT, RequestState.SEEN])
    rows = visible_issues(officer).select_related("owner").order_by("-opened_at")
    rows = rows.annotate(
        next_due_at=Subquery(due.order_by("due_at").values("due_at")[:1]),
        next_clock=Subquery(due.order_by("due_at").values("clock")[:1]),
    )
    if asked.state != "semua":
        rows = rows.filter(state__in=[asked.state] if asked.state else ACTIVE)
    if asked.level is not None:
        rows = rows.filter(level=asked.level)
    if asked.owner:
        rows = rows.filter(owner=officer if asked.owner == "saya" else None)
    for word in asked.words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(question__icontains=word))
    return rows


def _rules(at: datetime) -> tuple[Mapping[str, float], Mapping[str, str]]:
    """The weights of the ranking, and the words that speak of harm by their canonical form."""
    rules = rule_values(["issue.ranking_weights", "issue.harm_words"], at)
    return rules["issue.ranking_weights"], _harmful(rules["issue.harm_words"])


@lru_cache(maxsize=8)
def _harmful(listed: str) -> Mapping[str, str]:
    return {term: word for word in listed.split() for term in text_terms(word)}


def signals_of(issue: Issue, figures: Figures, harmful: Mapping[str, str], agencies: Sequence[Agency]) -> Signals:
    """What the ranking looks at, read from what the public said and what the desk wrote."""
    found = text_terms([issue.title, issue.question, " ".join(figures.keywords[:20]), *figures.examples[:5]])
    return Signals(
        level=issue.level,
        level_label=str(Level(issue.level).label),
        voices=figures.voices,
        copies=figures.copies,
        now_per_hour=figures.now_per_hour,
        usual_per_hour=figures.usual_per_hour,
        growth=figures.growth,
        harm_words=harm_words_in(found, harmful),
        agencies=tuple(hint.agency.short_name for hint in suggest_agencies(found, agencies, most=2)),
        campaign=figures.campaign,
    )


def ranking_of(issue: Issue, figures: Figures, *, at: datetime) -> Ranking:
    """The place of one issue, for its own page."""
    weights, harmful = _rules(at)
    return rank(signals_of(issue, figures, harmful, list(Agency.objects.filter(is_active=True))), weights)
