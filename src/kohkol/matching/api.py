"""What other apps may use of matching: what is known, told and asked, and what people corrected."""

from kohkol.matching.actions import Pair, Told, forget_sheet, judge, tell_sheet, undo_judgement
from kohkol.matching.index import newest_copy, path_for
from kohkol.matching.lookups import KnownFor, Looked, Said, due, forget_old_lookups, look_up, looked
from kohkol.matching.models import IndexStamp, Judgement, KnownSheet
from kohkol.matching.searching import KnownAnswer, answers_to, known_answers, same_from, sheet_index

__all__ = [
    "IndexStamp",
    "Judgement",
    "KnownAnswer",
    "KnownFor",
    "KnownSheet",
    "Looked",
    "Pair",
    "Said",
    "Told",
    "answers_to",
    "due",
    "forget_old_lookups",
    "forget_sheet",
    "judge",
    "known_answers",
    "look_up",
    "looked",
    "newest_copy",
    "path_for",
    "same_from",
    "sheet_index",
    "tell_sheet",
    "undo_judgement",
]
