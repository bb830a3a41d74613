"""The register of official accounts, and connecting one to a real server of its network."""

import pytest
from django.urls import reverse

from kohkol.people.connecting import AccountEntry, add_account, check_account, close_account, connect_account
from kohkol.people.models import Account, AuditEvent
from kohkol.people.secrets import open_secret
from kohkol.refusals import Invalid, NotNow, NotPermitted
from tests.scene import NOW, officer

pytestmark = pytest.mark.django_db


def mastodon(**fields):
    entry = AccountEntry("mastodon", "Kabar", **fields)
    return add_account(entry, by=officer("publisher"), at=NOW)


@pytest.fixture
def reachable(settings, snac):
    settings.KOHKOL_PRIVATE_HOSTS = frozenset({snac.host})
    return snac


def test_an_account_by_hand_needs_nothing_more():
    account = add_account(AccountEntry("instagram", "Kabar", handle="@kabar"), by=officer("publisher"), at=NOW)
    assert (account.state, account.handle) == ("by_hand", "kabar")


def test_a_writer_may_not_touch_the_register():
    with pytest.raises(NotPermitted):
        add_account(AccountEntry("instagram", "Kabar"), by=officer("writer"), at=NOW)


def test_admin_and_deputy_are_two_people():
    one = officer("publisher")
    with pytest.raises(Invalid, match="dua orang"):
        mastodon(admin=one, deputy=one)


def test_a_token_that_works_connects_and_is_kept_encrypted(reachable):
    account = mastodon()
    owner = connect_account(account, reachable.url, reachable.tokens["kabar"], by=officer("publisher"), at=NOW)
    assert (owner, account.state, account.handle) == ("kabar", "connected", "kabar")
    assert reachable.tokens["kabar"].encode() not in bytes(account.secret)
    assert open_secret(account)["token"] == reachable.tokens["kabar"]
    trail = str(list(AuditEvent.objects.values_list("data", flat=True)))
    assert reachable.tokens["kabar"] not in trail


def test_a_bad_token_leaves_the_working_one_alone(reachable):
    account, admin = mastodon(), officer("publisher")
    connect_account(account, reachable.url, reachable.tokens["kabar"], by=admin, at=NOW)
    with pytest.raises(Invalid):
        connect_account(account, reachable.url, "salah", by=admin, at=NOW)
    account.refresh_from_db()
    assert account.state == "connected"
    check_account(account, by=admin, at=NOW)
    assert account.state == "connected"


def test_a_token_of_another_account_is_refused(reachable):
    account = mastodon(handle="kabar")
    with pytest.raises(Invalid, match="milik @warga"):
        connect_account(account, reachable.url, reachable.tokens["warga"], by=officer("publisher"), at=NOW)
    assert Account.objects.get(pk=account.pk).secret is None


def test_a_closed_account_loses_its_token_and_keeps_its_record(reachable):
    account, admin = mastodon(), officer("publisher")
    connect_account(account, reachable.url, reachable.tokens["kabar"], by=admin, at=NOW)
    close_account(account, by=admin, at=NOW, reason="Diganti akun provinsi")
    assert (account.state, account.secret) == ("closed", None)
    with pytest.raises(NotNow):
        connect_account(account, reachable.url, reachable.tokens["kabar"], by=admin, at=NOW)


def test_the_token_never_comes_back_to_a_page(client, settings, reachable):
    settings.KOHKOL_PRACTICE = True
    account = mastodon()
    client.force_login(officer("publisher"))
    url = reverse("people:account_connect", args=[account.pk])
    refused = client.post(url, {"server": reachable.url, "token": "rahasia-salah"})
    assert refused.status_code == 422
    assert "rahasia-salah" not in refused.content.decode()
    given = {"server": reachable.url, "token": reachable.tokens["kabar"]}
    assert client.post(url, given).status_code == 302
    for name in ("people:accounts", "people:account"):
        page = client.get(reverse(name, args=[account.pk] if name == "people:account" else []))
        assert page.status_code == 200
        assert reachable.tokens["kabar"] not in page.content.decode()
