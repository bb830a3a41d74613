"""The public site and the screens of sheets in real Chromium: reachable by everyone, light, and true to the policy."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from kohkol.facts.actions import ask_signature, withdraw_version
from kohkol.facts.models import SheetVersion
from kohkol.facts.states import VersionState
from tests.facts import draft, signed
from tests.public.test_sheet_pages import corrected
from tests.public.test_site import message_page
from tests.scene import account, agency, office, officer
from tests.screens import assert_good_at_both_sizes, sign_in, weight_of

pytestmark = [pytest.mark.django_db(transaction=True)]
LIGHT = 100_000


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


@pytest.fixture
def scene():
    office()
    account("mastodon", handle="@resmi", decree="SK 12/2025")
    first = signed(owner=officer("data_owner", of=agency(), name="Dadang"))
    SheetVersion.objects.update(not_known="Penyebabnya.", explanation="- satu\n- dua", short_answer_su="Rebo sonten.")
    first.refresh_from_db()
    corrected(first)
    gone = signed()
    withdraw_version(gone, by=gone.written_by, at=timezone.now(), reason="Keliru")
    return first, gone, message_page()


def test_every_public_page_is_accessible_fits_the_screen_and_obeys_the_policy(page, live_server, scene):
    first, gone, message = scene
    code = first.sheet.code
    paths = ["/", "/?q=air", "/lembar", f"/f/{code}", f"/f/{code}/1/", f"/f/{gone.sheet.code}", message.path]
    for path in [*paths, "/akun-resmi", "/tentang"]:
        assert_good_at_both_sizes(page, live_server.url + path)


def test_a_first_visit_loads_little(context, live_server, scene):
    code = scene[0].sheet.code
    for path in ("/", f"/f/{code}", "/tentang"):
        assert weight_of(context.new_page(), live_server.url + path) < LIGHT


def test_the_public_site_is_whole_without_scripts(browser, live_server, scene):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url)
    page.fill("#q", "kapan air nyala")
    page.click("text=Cari")
    page.click("main .sheets a")
    assert page.inner_text("h1") == "Kapan air menyala lagi?"
    assert "Cek di sini" in page.inner_text(".copy")
    context.close()


def test_the_desks_screens_of_sheets_are_accessible_and_fit(page, live_server):
    owner, writer = officer("data_owner", of=agency()), officer("writer", "analyst")
    version = draft(owner=owner, by=writer)
    sign_in(page.context, live_server.url, writer)
    code = version.sheet.code
    for path in ("", "baru/", f"{code}/", f"{code}/1/tulis/", f"{code}/1/minta-tanda-tangan/", f"{code}/1/tarik/"):
        assert_good_at_both_sizes(page, f"{live_server.url}/meja/fakta/{path}")


def test_a_data_owner_signs_in_two_taps(page, live_server):
    owner = officer("data_owner", of=agency())
    version = draft(owner=owner)
    ask_signature(version, signer=owner, by=version.written_by, at=timezone.now())
    sign_in(page.context, live_server.url, owner)
    address = f"{live_server.url}/s/lembar/{version.pk}/"
    assert_good_at_both_sizes(page, address)
    page.click("summary:has-text('Tanda tangani')")
    page.click("text=Ya, benar")
    page.wait_for_selector("text=Sekarang terbuka untuk umum")
    version.refresh_from_db()
    assert version.state == VersionState.SIGNED


def edit_address(live_server, version):
    return f"{live_server.url}/meja/fakta/{version.sheet.code}/{version.number}/tulis/"


def test_a_power_cut_in_the_middle_of_writing_loses_no_words(browser, live_server):
    """The browser is gone without a word of farewell; the next one, on another machine, has the text."""
    writer, version = officer("writer"), draft()
    first = browser.new_context()
    sign_in(first, live_server.url, writer)
    page = first.new_page()
    page.goto(edit_address(live_server, version))
    with page.expect_response(lambda answer: "/draf/" in answer.url and answer.request.method == "POST"):
        page.fill("#id_explanation", "Pipa pecah di Jalan Leuwi, sedang dis")
    first.close()
    second = browser.new_context()
    sign_in(second, live_server.url, writer)
    page = second.new_page()
    page.goto(edit_address(live_server, version))
    page.wait_for_selector("text=Draf Anda dipulihkan")
    assert page.input_value("#id_explanation") == "Pipa pecah di Jalan Leuwi, sedang dis"
    second.close()


def test_words_typed_a_moment_before_the_page_dies_are_kept_on_the_device(context, live_server):
    writer, version = officer("writer"), draft()
    sign_in(context, live_server.url, writer)
    page = context.new_page()
    page.goto(edit_address(live_server, version))
    page.wait_for_load_state("networkidle")
    page.fill("#id_not_known", "Penyebabnya bel")
    page.close(run_before_unload=False)
    again = context.new_page()
    again.goto(edit_address(live_server, version))
    again.wait_for_selector("text=Draf Anda dipulihkan")
    assert again.input_value("#id_not_known") == "Penyebabnya bel"


def test_an_old_draft_meets_a_colleagues_newer_words_and_overwrites_nothing_unseen(context, live_server):
    from kohkol.facts.actions import save_version
    from kohkol.facts.content import text_of

    writer, version = officer("writer"), draft()
    sign_in(context, live_server.url, writer)
    page = context.new_page()
    page.goto(edit_address(live_server, version))
    page.wait_for_load_state("networkidle")
    page.fill("#id_short_answer", "Tulisan lama saya.")
    page.close(run_before_unload=False)
    save_version(
        version, text_of(version), [], by=officer("writer", name="Euis"), at=timezone.now(), revision=version.revision
    )
    again = context.new_page()
    again.goto(edit_address(live_server, version))
    again.wait_for_selector("text=Draf Anda dipulihkan")
    again.click("text=Simpan dulu")
    again.wait_for_selector("text=Yang disimpan Euis")
    version.refresh_from_db()
    assert version.short_answer != "Tulisan lama saya."


def test_the_preview_follows_what_is_typed(context, live_server):
    writer, version = officer("writer"), draft()
    sign_in(context, live_server.url, writer)
    page = context.new_page()
    page.goto(edit_address(live_server, version))
    page.fill("#id_short_answer", "")
    page.type("#id_short_answer", "Air jalan malam ini.")
    page.wait_for_selector("#pratinjau >> text=Air jalan malam ini.")
