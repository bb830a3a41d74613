"""The navigation."""

import pytest
from django.test import RequestFactory

from kohkol.desk.context import navigation
from tests.scene import officer

pytestmark = pytest.mark.django_db


def places(path, *roles):
    request = RequestFactory().get(path)
    request.user = officer(*roles)
    return {str(place.label): place for place in navigation(request)["navigation"]}


def test_one_place_is_marked_as_here_also_where_addresses_begin_alike():
    marked = [name for name, place in places("/meja/pesan/kirim/", "publisher").items() if place.active]
    assert marked == ["Buku kirim"]


def test_only_places_that_the_roles_open_are_shown():
    assert "Petugas" not in places("/meja/", "writer")
    assert "Petugas" in places("/meja/", "admin")


def test_a_visitor_has_no_navigation():
    request = RequestFactory().get("/")
    assert navigation(request) == {"navigation": []}
