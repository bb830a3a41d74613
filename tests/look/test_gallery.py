"""Every component, in a real browser: usable by everyone, on a phone and on a laptop, under the strict policy."""

import pytest

from tests.browser import HERE, LAPTOP, PHONE, overflow, serious_violations, serve, watch

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.look.urls")]


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["360", "1440"])
@pytest.mark.parametrize("shown", ["meja", "hp", "cetak"])
def test_no_component_hinders_anybody(page, client, size, shown):
    serve(page, client)
    complaints = watch(page)
    page.set_viewport_size(size)
    page.goto(f"{HERE}/galeri/?tampilan={shown}")
    assert serious_violations(page) == []
    assert overflow(page) <= 0
    assert complaints == []


def test_axe_sees_what_is_wrong(page, client):
    serve(page, client)
    page.goto(f"{HERE}/galeri/?tampilan=hp")
    page.evaluate("document.querySelector('label[for=id_text]').remove()")
    assert any("label" in one for one in serious_violations(page))


def test_the_policy_forbids_what_stands_inline(page, client):
    serve(page, client)
    complaints = watch(page)
    page.goto(f"{HERE}/galeri/?tampilan=hp")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">a</p>')")
    assert any("Content Security Policy" in one for one in complaints)
