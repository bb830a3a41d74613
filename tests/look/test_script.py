"""What kohkol.js adds: words are never lost, counters count as the network does, dialogs and shortcuts help."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from kohkol.channels.mastodon.serverlimits import measured
from tests.browser import HERE, PHONE, serve

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.look.urls")]

RESTORED = "Draf Anda dipulihkan."


@pytest.fixture
def desk(page, client):
    """The gallery on a laptop."""
    serve(page, client)
    page.goto(f"{HERE}/galeri/")
    return page


def words(page: Page):
    return page.locator("#id_text")


def write(page: Page, text: str) -> None:
    words(page).press_sequentially(text)
    expect(page.locator("[data-draft-status]")).to_contain_text("Tulisan tersimpan di perangkat ini")


def test_what_was_typed_is_there_again_after_a_power_cut(desk):
    write(desk, "Air sudah surut")
    desk.reload()
    expect(words(desk)).to_have_value("Air sudah surut")
    expect(desk.get_by_text(RESTORED)).to_be_visible()


def test_a_restored_draft_can_be_thrown_away(desk):
    write(desk, "Air sudah surut")
    desk.reload()
    desk.get_by_role("button", name="Buang draf").click()
    expect(words(desk)).to_have_value("")
    desk.reload()
    expect(words(desk)).to_have_value("")


def test_a_choice_is_restored_as_it_was_made(desk):
    desk.get_by_label("Jam terus berjalan").first.check()
    write(desk, "Air sudah surut")
    desk.reload()
    expect(desk.get_by_label("Jam terus berjalan").first).to_be_checked()
    expect(desk.get_by_label("Jam kerja").first).not_to_be_checked()


def submit(page: Page) -> None:
    page.locator("#id_title").fill("Bendung aman")
    page.get_by_label("Jam kerja").first.check()
    page.get_by_role("button", name="Simpan").click()


def test_a_draft_is_forgotten_when_its_form_went_through(desk):
    write(desk, "Air sudah surut")
    submit(desk)
    expect(desk.get_by_role("heading", name="Tersimpan")).to_be_visible()
    desk.wait_for_load_state()  # the heading is there before the script that forgets
    desk.goto(desk.url)
    expect(words(desk)).to_have_value("")


def test_a_lost_answer_keeps_the_draft(desk):
    address = desk.url
    write(desk, "Air sudah surut")
    desk.route("**/galeri/", lambda route: route.abort())
    submit(desk)
    desk.wait_for_url("chrome-error://**")
    desk.unroute("**/galeri/")
    desk.goto(address)
    expect(words(desk)).to_have_value("Air sudah surut")


def test_an_error_of_the_server_keeps_the_draft(desk):
    address = desk.url
    write(desk, "Air sudah surut")
    broken = "<body data-keep-drafts>rusak</body>"
    desk.route("**/galeri/", lambda route: route.fulfill(status=500, content_type="text/html", body=broken))
    submit(desk)
    expect(desk.get_by_text("rusak")).to_be_visible()
    desk.unroute("**/galeri/")
    desk.goto(address)
    expect(words(desk)).to_have_value("Air sudah surut")


TEXTS = [
    "Bendung aman. https://kohkol.example/f/12 dan http://a.id",
    "Hatur nuhun @pupr@jabar.social, @diskominfo! surel a@b.id",
    "👨‍👩‍👧 siaga 🇮🇩 é",
    "akhir kalimat https://kohkol.example/f/12.",
]


def test_the_counter_counts_as_the_server_does(desk):
    counter = desk.locator('[data-counter-for="id_text"]')
    for text in TEXTS:
        words(desk).fill(text)
        expect(counter).to_have_text(f"{measured(text)} dari 500 karakter")


def test_the_counter_says_how_much_to_cut(desk):
    words(desk).fill("a" * 503)
    expect(desk.locator('[data-counter-for="id_text"]')).to_have_text("503 dari 500 karakter, kurangi 3")


def test_a_dialog_asks_why_and_closes_by_escape(desk):
    desk.get_by_role("link", name="Tutup isu").click()
    dialog = desk.get_by_role("dialog", name="Tutup isu ini?")
    expect(dialog.get_by_label("Mengapa ditutup?")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_text_is_copied_as_it_stands(desk):
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.get_by_role("button", name="Salin untuk WhatsApp").click()
    expect(desk.locator("#k-live")).to_have_text("Tersalin")
    assert desk.evaluate("navigator.clipboard.readText()").startswith("*Bendung Cikolat aman*\nTinggi muka air")


def test_question_mark_lists_the_shortcuts_of_the_page(desk):
    desk.keyboard.press("?")
    dialog = desk.get_by_role("dialog", name="Pintasan papan ketik")
    expect(dialog).to_contain_text("Cari")
    dialog.get_by_label("Pakai pintasan satu huruf").uncheck()
    desk.keyboard.press("Escape")
    desk.keyboard.press("/")
    expect(desk.get_by_label("Cari")).not_to_be_focused()


def test_slash_goes_to_the_search(desk):
    desk.keyboard.press("/")
    expect(desk.get_by_label("Cari")).to_be_focused()


def test_a_lost_connection_is_said_and_so_is_its_return(desk):
    desk.context.set_offline(True)
    expect(desk.get_by_text("Tidak ada sambungan")).to_be_visible()
    desk.context.set_offline(False)
    expect(desk.get_by_text("Tidak ada sambungan")).to_be_hidden()


def test_a_chosen_picture_is_shown(desk):
    letter = BytesIO()
    Image.new("RGB", (8, 8)).save(letter, "PNG")
    photo = {"name": "surat.png", "mimeType": "image/png", "buffer": letter.getvalue()}
    desk.locator("#id_photo").set_input_files(photo)
    expect(desk.get_by_alt_text("surat.png")).to_be_visible()


def test_everything_is_reachable_without_scripts_on_a_phone(browser, client):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    serve(page, client)
    page.goto(f"{HERE}/galeri/")
    page.locator("summary", has_text="Menu").click()
    expect(page.get_by_role("navigation", name="Utama").get_by_role("link", name="Lembar fakta")).to_be_visible()
    expect(page.get_by_role("link", name="Tutup isu")).to_be_visible()
    context.close()


def test_the_skip_link_is_the_first_stop(page, client):
    serve(page, client)
    page.goto(f"{HERE}/galeri/?tampilan=hp")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
