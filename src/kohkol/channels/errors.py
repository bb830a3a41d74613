"""What can go wrong with a network, by what has to happen next.

    ChannelError
    ├── Retry            nothing was accepted; the same call may be made again soon
    ├── WaitUntil        nothing was accepted; not again before `until`
    ├── Reconnect        nothing was accepted; an account's admin has to connect it again
    ├── Refused          nothing was accepted, nor will be; a person has to change something
    └── UnknownOutcome   it may be live; look it up before anything else, never send again first

Each carries a sentence in Indonesian that says to a clerk what happened and what to do, and, apart from it, the
technical reply for the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar


class Kind(StrEnum):
    """What has to happen next; stored by the ledger."""

    RETRY = "retry"
    WAIT_UNTIL = "wait_until"
    RECONNECT = "reconnect"
    REFUSED = "refused"
    UNKNOWN_OUTCOME = "unknown_outcome"


class ChannelError(Exception):
    """Base of all failures of a network; never raised itself.

    `sentence` is the source text of a translation, with `{names}`; `facts` fills them; `str(error)` is the whole
    sentence in Indonesian. `reply` is the technical answer (status, start of the body): for the log alone, at most
    2,000 characters; whoever raises keeps tokens, passwords and addresses with secrets out of both.
    """

    kind: ClassVar[Kind]

    def __init__(self, sentence: str, *, reply: str = "", facts: Mapping[str, object] | None = None) -> None:
        self.sentence = sentence
        self.facts = dict(facts or {})
        self.reply = reply[:2000]
        super().__init__(sentence.format_map(self.facts))


class Retry(ChannelError):
    """The network did not take it this time (no connection, an overloaded server). Try again with a back-off."""

    kind = Kind.RETRY


class WaitUntil(ChannelError):
    """The network asks to wait. `until` (aware) is the first moment at which the call may be made again."""

    kind = Kind.WAIT_UNTIL

    def __init__(
        self, sentence: str, *, until: datetime, reply: str = "", facts: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(sentence, reply=reply, facts=facts)
        self.until = until


class Reconnect(ChannelError):
    """The network no longer takes our token: stop using the account and ask its admin to connect it again."""

    kind = Kind.RECONNECT


class Refused(ChannelError):
    """The network (or our own guard) will not take this as it is. Show the sentence to whoever can change it."""

    kind = Kind.REFUSED


class UnknownOutcome(ChannelError):
    """The call was made and its answer was lost: it may be live. Call `Writer.find` before anything else."""

    kind = Kind.UNKNOWN_OUTCOME
