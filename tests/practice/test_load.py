"""The practice week in the desk: loaded once for all tests of this file, because the radar reads all of it."""

import pytest
from django.db import transaction

from kohkol.facts.models import SheetVersion
from kohkol.issues.models import FactRequest, Issue
from kohkol.listening.models import Placement, Post
from kohkol.people.chain import seal_events, verify
from kohkol.people.models import Account, Agency, Officer
from kohkol.people.roles import PERMISSIONS
from kohkol.practice.load import load_practice
from kohkol.publishing.models import Delivery
from tests.scene import NOW

pytestmark = pytest.mark.django_db  # for the file run by itself: a database that no test names is not made


@pytest.fixture(scope="module", autouse=True)
def lines(django_db_setup, django_db_blocker):
    said = []
    with django_db_blocker.unblock(), transaction.atomic():
        load_practice(now=NOW, progress=said.append)
        yield said
        transaction.set_rollback(True)


def test_the_week_is_there_and_nothing_is_from_the_future(lines):
    assert Post.objects.count() > 1900
    assert not Post.objects.filter(at__gt=NOW).exists()
    assert Placement.objects.count() == Post.objects.count()


def test_a_second_load_changes_nothing(lines):
    before = Post.objects.count(), Officer.objects.count(), Issue.objects.count()
    load_practice(now=NOW, progress=lines.append)
    assert (Post.objects.count(), Officer.objects.count(), Issue.objects.count()) == before


def test_official_posts_are_known_as_such_and_nobody_elses_name_is_kept():
    assert Post.objects.filter(is_official=True).exists()
    assert not Post.objects.filter(text__contains="latihan-901").exists()


def test_somebody_holds_every_permission():
    roles = set().union(*(officer.role_set() for officer in Officer.objects.all()))
    assert [name for name, holders in PERMISSIONS.items() if not holders & roles] == []


def test_every_agency_but_our_own_can_be_asked():
    unasked = [agency.slug for agency in Agency.objects.all() if not agency.officers.filter(grants__role="data_owner")]
    assert unasked == ["kominfo"]


def test_the_public_site_is_an_account():
    assert Account.objects.filter(network="site", state="connected").exists()


def test_the_desk_is_shown_at_work_at_every_step_of_the_loop():
    assert Issue.objects.filter(level=4).exists()
    assert Issue.objects.filter(owner=None).exists()
    assert FactRequest.objects.filter(state="sent", due_at__lt=NOW).exists()
    assert SheetVersion.objects.filter(state="signed").count() == 3
    assert SheetVersion.objects.filter(state="awaiting").count() == 1
    states = set(Delivery.objects.values_list("state", flat=True))
    assert states == {"sent", "checked", "waiting_for_person"}


def test_what_was_played_is_in_the_trail_and_the_trail_holds():
    while seal_events(at=NOW):
        pass
    assert list(verify()) == []
