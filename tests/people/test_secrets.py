"""Tokens at rest."""

import pytest

from kohkol.people.secrets import open_secret, seal_secret
from kohkol.refusals import Refused
from tests.scene import account

pytestmark = pytest.mark.django_db


def test_what_was_sealed_can_be_opened_and_cannot_be_read():
    ours = account("mastodon")
    ours.secret = seal_secret(ours, {"token": "rahasia-sekali"})
    assert b"rahasia-sekali" not in ours.secret
    assert open_secret(ours) == {"token": "rahasia-sekali"}


def test_a_secret_moved_to_another_account_does_not_open():
    ours, other = account("mastodon"), account("mastodon")
    other.secret = seal_secret(ours, {"token": "rahasia"})
    with pytest.raises(Refused, match="tidak dapat dibuka"):
        open_secret(other)


def test_an_account_without_secret_has_none():
    assert open_secret(account("mastodon")) == {}
