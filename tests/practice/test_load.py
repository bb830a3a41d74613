"""The practice week in the desk."""

import pytest

from kohkol.listening.models import Post
from kohkol.people.models import Account, Agency, Officer
from kohkol.people.roles import PERMISSIONS
from kohkol.practice.load import load_practice
from tests.scene import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines():
    said = []
    load_practice(now=NOW, progress=said.append)
    return said


def test_the_week_is_there_and_nothing_is_from_the_future(lines):
    assert Post.objects.count() > 1900
    assert not Post.objects.filter(at__gt=NOW).exists()
    assert len(lines) == 2


def test_a_second_load_changes_nothing(lines):
    before = Post.objects.count(), Officer.objects.count()
    load_practice(now=NOW, progress=lines.append)
    assert (Post.objects.count(), Officer.objects.count()) == before


def test_official_posts_are_known_as_such_and_nobody_elses_name_is_kept(lines):
    assert Post.objects.filter(is_official=True).exists()
    assert not Post.objects.filter(text__contains="latihan-901").exists()


def test_somebody_holds_every_permission(lines):
    roles = set().union(*(officer.role_set() for officer in Officer.objects.all()))
    assert [name for name, holders in PERMISSIONS.items() if not holders & roles] == []


def test_every_agency_but_our_own_can_be_asked(lines):
    unasked = [agency.slug for agency in Agency.objects.all() if not agency.officers.filter(grants__role="data_owner")]
    assert unasked == ["kominfo"]


def test_the_public_site_is_an_account(lines):
    assert Account.objects.filter(network="site", state="connected").exists()
