"""Failures say what happens next and keep the technical answer apart."""

from kohkol.channels.errors import ChannelError, Kind, Refused


def test_every_kind_has_exactly_one_error() -> None:
    assert sorted(one.kind for one in ChannelError.__subclasses__()) == sorted(Kind)


def test_the_sentence_is_for_the_clerk_and_the_reply_for_the_log() -> None:
    error = Refused("Server {host} menolak.", reply="422 " + "x" * 5000, facts={"host": "contoh.id"})

    assert str(error) == "Server contoh.id menolak."
    assert error.sentence == "Server {host} menolak."
    assert len(error.reply) == 2000
