"""What an action answers when it will not do what was asked: a sentence for the person, and a kind for the code."""

from django.utils import translation


class Refused(Exception):
    """An action was not carried out and nothing was changed.

    `sentence` says what happened; `next_step` what to do about it. Both are written here in Indonesian and become the
    reader's language when they are raised: whoever waits for a page has hers active, the worker has the office's.
    """

    def __init__(self, sentence: str, *, next_step: str = "", field: str = "") -> None:
        self.sentence = translation.gettext(sentence) if sentence else ""
        self.next_step = translation.gettext(next_step) if next_step else ""
        super().__init__(self.sentence)
        self.field = field


class NotPermitted(Refused):
    """The person's roles do not allow this, or it is not hers: shown as 403, or 404 where its existence is private."""


class Conflict(Refused):
    """Somebody changed the same thing meanwhile: show both versions, lose neither."""


class Invalid(Refused):
    """What was entered cannot be used; `field` names the form field where the sentence belongs."""


class NotNow(Refused):
    """The thing is in a state in which this cannot be done, such as approving what was already sent."""
