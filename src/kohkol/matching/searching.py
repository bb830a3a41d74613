"""From texts to the sheets that answer them: decision, reasons and validity, checked against the database last."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings

from kohkol.engine.matching.corrections import fingerprint
from kohkol.engine.matching.deciding import NONE, SAME, SAME_FROM, SUGGEST, Decision
from kohkol.engine.matching.facts import compare, read_facts
from kohkol.engine.matching.index import Match
from kohkol.engine.text import normalise
from kohkol.engine.text.questions import is_question
from kohkol.matching.index import SheetIndex, answer_text, code_of, in_force
from kohkol.matching.models import Judgement, KnownSheet

MOST_SHOWN = 5
ENDING_SOON = timedelta(days=3)
LONGEST_TEXT = 8000  # letters of a pasted message that are read; a longer chain repeats itself
LEFT_OPEN = 0.5  # share of a question's words that a sheet may leave out and still answer it; set by hand
ASKING = frozenset(
    normalise.terms(
        "apa apakah kapan bagaimana gimana kenapa mengapa siapa dimana mana berapa benar benarkah min sampai ke"
    )
)
# Shares of a question's words, chosen on seven sheets and reported on seven others: docs/matching.md, on the desk.
QUESTION_TO_SUGGEST = 0.4
CLAIM_ASKED, CLAIM_TOLD, OPEN_ASKED = 0.5, 0.8, 0.7  # to be the same; docs/matching.md, on the desk, says what for
OPEN_QUESTION = frozenset(["apa", "kapan", "mana", "bagaimana", "mengapa", "kenapa", "berapa", "siapa"])
YES_OR_NO = frozenset(["benarkah", "betulkah", "apakah", "benar", "betul"])
WORDS_TO_SUGGEST = 2  # of question and answer together
RANK = {SAME: 0, SUGGEST: 1, NONE: 2}


@dataclass(frozen=True)
class Finding:
    """One sheet for one text, as it is kept in a lookup: the decision, the score from 0 to 1, and why.

    `is_judged`: a person said that it is the same.
    """

    code: str
    decision: Decision
    score: float
    agrees: list[str]
    differs: list[str]
    is_judged: bool = False


@dataclass(frozen=True)
class KnownAnswer:
    """A sheet in force that answers what was asked (*same*) or may do so (*suggest*), with the reasons."""

    sheet: KnownSheet
    finding: Finding
    at: datetime

    @property
    def is_same(self) -> bool:
        """Whether it is offered as the answer."""
        return self.finding.decision == SAME

    @property
    def differences(self) -> list[tuple[str, str]]:
        """Facts that differ, as (in the sheet, in the text); what one side denies stands alone on the left.

        Words of a question that the sheet leaves open stand alone on the right.
        """
        pairs = [one.partition(" / ") for one in self.finding.differs]
        return [(sheet, text) for sheet, _, text in pairs]

    @property
    def link(self) -> str:
        """The permanent public address."""
        return f"{settings.KOHKOL_URL}/f/{self.sheet.code}"

    @property
    def to_copy(self) -> str:
        """Question, short answer and address, to paste into a chat."""
        return f"*{self.sheet.question}*\n{self.sheet.short_answer}\n\n{self.link}"

    @property
    def is_ending(self) -> bool:
        """Whether its validity ends within three days."""
        return self.sheet.valid_until is not None and self.sheet.valid_until <= self.at + ENDING_SOON


@cache
def sheet_index() -> SheetIndex:
    """The index of this process."""
    return SheetIndex(Path(settings.DATA) / "matching")


def same_from(at: datetime) -> float:
    """From which score on a sheet is called the same."""
    return sheet_index().limit(SAME_FROM, at)


def known_answers(text: str, *, at: datetime, most: int = MOST_SHOWN) -> list[KnownAnswer]:
    """The sheets in force that answer a text, best first; none for a text without words."""
    return answers_of(findings([text], at=at)[0], at=at)[:most]


def answers_to(question: str, *, at: datetime) -> list[KnownAnswer]:
    """As `known_answers`, for one question to an agency: a sheet that leaves half of it open is suggested only.

    A post may say much around the claim that it repeats; whoever asks means every word.
    """
    answers = known_answers(question, at=at)
    told = [replace(answer, finding=_left_open(question, answer)) for answer in answers]
    return sorted(told, key=lambda answer: order(answer.finding))


def _left_open(question: str, answer: KnownAnswer) -> Finding:
    finding, sheet = answer.finding, answer.sheet
    if finding.decision != SAME or finding.is_judged:
        return finding
    known = set(normalise.terms(f"{sheet.question}\n{answer_text(sheet)}"))
    asked = [word for word in dict.fromkeys(normalise.words(question)) if _content(word)]
    missing = [word for word in asked if not set(normalise.terms(word)) & known]
    if len(missing) <= LEFT_OPEN * len(asked):
        return finding
    return replace(finding, decision=SUGGEST, differs=[*finding.differs, f" / {', '.join(missing[:8])}"])


def findings(texts: Sequence[str], *, at: datetime) -> list[list[Finding]]:
    """For each text what was found, best first, each sheet once."""
    matched = sheet_index().search([text[:LONGEST_TEXT] for text in texts], at)
    codes = {code_of(match.claim) for matches in matched for match in matches if match.decision != NONE}
    sheets, judged = sheets_in_force(codes, at), _judged_same(texts)
    return [
        _of_text(text, matches, sheets, judged.get(text, frozenset()))
        for text, matches in zip(texts, matched, strict=True)
    ]


def _judged_same(texts: Sequence[str]) -> dict[str, frozenset[str]]:
    """For each text the sheets that a person called the same."""
    marks = {text: fingerprint(text) for text in texts}
    rows = Judgement.objects.filter(fingerprint__in=set(marks.values()), is_same=True, undone_at=None)
    codes = defaultdict(set)
    for mark, code in rows.values_list("fingerprint", "code"):
        codes[mark].add(code)
    return {text: frozenset(codes[mark]) for text, mark in marks.items()}


def sheets_in_force(codes: Iterable[str], at: datetime) -> dict[str, KnownSheet]:
    """The rows of these codes that are in force in the database now, whatever an index remembers."""
    return {sheet.code: sheet for sheet in in_force(at).filter(code__in=list(codes))}


def _of_text(
    text: str, matches: Sequence[Match], sheets: dict[str, KnownSheet], judged: frozenset[str]
) -> list[Finding]:
    best: dict[str, Finding] = {}
    for match in matches:
        sheet = sheets.get(code_of(match.claim))
        if match.decision == NONE or sheet is None:
            continue
        why = (match.agrees, match.differs)
        finding = Finding(sheet.code, match.decision, match.score, *why, is_judged=sheet.code in judged)
        if not finding.is_judged:
            finding = _elsewhere(text, sheet, _by_its_words(text, sheet, finding))
        if finding.decision == NONE:
            continue
        known = best.get(sheet.code)
        if known is None or order(finding) < order(known):
            best[sheet.code] = finding
    return sorted(best.values(), key=order)


def order(finding: Finding) -> tuple[bool, int, float]:
    """What a person said first, *same* before *suggest*, then by score."""
    return not finding.is_judged, RANK[finding.decision], -finding.score


def _by_its_words(text: str, sheet: KnownSheet, finding: Finding) -> Finding:
    """Between a handful of sheets one is always the best: a text has to share its question's words to be offered it."""
    said, asked = _content(text), _content(sheet.question)
    shared = len(said & asked) / max(len(asked), 1)
    both = len(said & (asked | _content(answer_text(sheet))))
    if shared < QUESTION_TO_SUGGEST or both < min(WORDS_TO_SUGGEST, len(said)):
        return replace(finding, decision=NONE)
    if finding.decision == SAME and not _says_the_same(text, sheet, shared):
        return replace(finding, decision=SUGGEST)
    return finding


def _says_the_same(text: str, sheet: KnownSheet, shared: float) -> bool:
    """Who asks may leave words out; who only tells has to tell the claim itself, and no *when* or *where* is one."""
    words = set(normalise.words(sheet.question))
    is_open = bool(words & OPEN_QUESTION) and not words & YES_OR_NO
    if is_question(text):
        return shared >= (OPEN_ASKED if is_open else CLAIM_ASKED)
    return not is_open and shared >= CLAIM_TOLD


def _content(text: str) -> frozenset[str]:
    """The canonical words of a text that say what it is about."""
    return frozenset(normalise.terms(text)) - ASKING


def _elsewhere(text: str, sheet: KnownSheet, finding: Finding) -> Finding:
    """A question without a place is not the same when its answer names other places than the text does."""
    whole = read_facts(f"{sheet.question}\n{answer_text(sheet)}")
    places = replace(whole, numbers=frozenset(), dates=frozenset(), words=(), negated=frozenset())
    _agrees, differs = compare(places, read_facts(text))
    more = [one for one in differs if one not in finding.differs]
    return replace(finding, decision=SUGGEST, differs=[*finding.differs, *more]) if more else finding


def answers_of(found: Sequence[Finding], *, at: datetime) -> list[KnownAnswer]:
    """Findings with the rows that are in force now; what ended meanwhile is left out."""
    sheets = sheets_in_force([finding.code for finding in found], at)
    return [KnownAnswer(sheets[finding.code], finding, at) for finding in found if finding.code in sheets]
