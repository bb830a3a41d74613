"""Every component, in a real browser: usable by everyone, on a phone and on a laptop, under the strict policy."""

import pytest

from tests.browser import LAPTOP, PHONE, overflow, serious_violations, watch

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.look.urls")]


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["360", "1440"])
@pytest.mark.parametrize("shown", ["meja", "hp", "cetak"])
def test_no_component_hinders_anybody(page, live_server, size, shown):
    complaints = watch(page)
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/galeri/?tampilan={shown}")
    assert serious_violations(page) == []
    assert overflow(page) <= 0
    assert complaints == []
