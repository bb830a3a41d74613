"""What an action answers when it will not do what was asked: a sentence for the person, and a kind for the code."""


class Refused(Exception):
    """An action was not carried out and nothing was changed.

    `sentence` says in the reader's language what happened; `next_step` what to do about it. Both are shown as they are.
    """

    def __init__(self, sentence: str, *, next_step: str = "", field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step
        self.field = field


class NotPermitted(Refused):
    """The person's roles do not allow this, or it is not hers: shown as 403, or 404 where its existence is private."""


class Conflict(Refused):
    """Somebody changed the same thing meanwhile: show both versions, lose neither."""


class Invalid(Refused):
    """What was entered cannot be used; `field` names the form field where the sentence belongs."""


class NotNow(Refused):
    """The thing is in a state in which this cannot be done, such as approving what was already sent."""
