"""Steps of the journey in which a message is written, approved by another, delivered, checked, and reworked."""

import re

from playwright.sync_api import expect

from tests.journey.person import Person
from tests.servers.snac import Snac, eventually

SITE, MASTODON, WHATSAPP = "Situs publik", "Cisaat di Mastodon", "Saluran WhatsApp Cisaat"
TITLE = "Jembatan Cihanjuang ditutup: jalur memutar"


def starts_a_message(writer: Person, issue: str) -> str:
    """Three variants on the issue's sheet; gives the message's address."""
    writer.open(f"/meja/pesan/tulis/?isu={re.findall('[0-9]+', issue)[-1]}")
    writer.fill("Judul", TITLE)
    writer.fill("Khalayak sasaran", "Warga Cihanjuang dan sekitarnya")
    for account in (SITE, MASTODON, WHATSAPP):
        writer.page.get_by_label(account).check()
    writer.press("Mulai menulis")
    writer.sees("Pesan dibuat.")
    return writer.page.url


def loses_power_while_writing(writer: Person) -> None:
    writer.types(f"Teks untuk {SITE}", " Draf ketika listrik mati.")
    writer.loses_power()
    writer.sees("Draf Anda dipulihkan.")
    expect(writer.page.get_by_label(f"Teks untuk {SITE}")).to_have_value(re.compile("ketika listrik mati"))


def writes_and_hands_in(writer: Person, words: str, code: str) -> None:
    for account in (SITE, MASTODON, WHATSAPP):
        writer.page.get_by_label(f"Teks untuk {account}").fill(f"{words} {writer.desk.url}/f/{code}")
    writer.press("Ajukan untuk disetujui")
    writer.sees("Diajukan. Orang lain yang menyetujuinya.")


def cannot_approve_her_own_words(writer: Person, message: str) -> None:
    writer.open(f"{message}setujui/")
    writer.sees("Anda ikut menulis pesan ini, jadi orang lain yang menyetujuinya.")
    assert writer.page.get_by_role("button", name="Setujui", exact=True).count() == 0


def approves_in_two_taps(approver: Person) -> None:
    """She finds it under what waits for her, reads, and taps twice on a phone."""
    approver.open("/meja/")
    approver.follow(TITLE)
    approver.sees("Bertumpu pada")
    approver.taps = 0
    approver.tap(approver.button("Setujui"))
    approver.look()
    approver.tap(approver.button("Ya, setujui"))
    approver.look()
    approver.sees("kanal disetujui")
    assert approver.taps == 2


def live_on_snac(snac: Snac, words: str) -> str:
    """The status that says so, read back from the server's own API; gives its id."""

    def found() -> str:
        rows = snac.statuses("kabar")
        ids = [row["id"] for row in rows if words in re.sub(r"<[^>]+>", "", row["content"])]
        assert len(ids) <= 1, f"{len(ids)} posts say so"
        return ids[0] if ids else ""

    ident = eventually(found, 45)
    assert ident, f"nothing on the network says {words!r}"
    return ident


def reads_the_public_page(citizen: Person, words: str) -> None:
    citizen.open("/")
    citizen.page.reload()
    citizen.sees(TITLE)
    citizen.follow(TITLE)
    citizen.page.reload()
    assert words in citizen.reads()


def posts_by_hand(publisher: Person) -> None:
    """From the ledger to the phone's page: the text to copy, the steps, and the report with a link."""
    publisher.open("/meja/pesan/kirim/")
    publisher.waits_for("Menunggu petugas")
    publisher.page.locator("tr", has_text=WHATSAPP).get_by_role("link").first.click()
    publisher.look()
    publisher.follow("Buka halaman ponsel")
    publisher.sees("Salin teks")
    publisher.fill("Tautan kiriman", "https://whatsapp.com/channel/cisaat/112")
    publisher.press("Laporkan sudah tayang")
    publisher.sees("Dilaporkan tayang")


def checks_what_was_posted(colleague: Person) -> None:
    colleague.open("/meja/pesan/kirim/")
    colleague.page.locator("tr", has_text=WHATSAPP).get_by_role("link").first.click()
    colleague.look()
    colleague.press("Sudah saya cek, cocok")
    colleague.sees("Dicek")


def finds_it_back_as_work(writer: Person, message: str) -> None:
    """Every live delivery of it, the one by hand too, is work again."""
    writer.open("/meja/")
    writer.waits_for(TITLE)
    writer.open(message)
    writer.sees("Perlu diperbaiki")
    live = writer.page.get_by_role("region", name="Yang sedang tayang").locator("li")
    for account in (SITE, MASTODON, WHATSAPP):
        expect(live.filter(has_text=account)).to_contain_text("Masih memuat isi lama")


def reworks(writer: Person, words: str, code: str) -> None:
    writer.press("Bertumpu pada versi terbaru")
    writes_and_hands_in(writer, words, code)


def no_longer_says(snac: Snac, status: str, words: str) -> None:
    said = [re.sub(r"<[^>]+>", "", row["content"]) for row in snac.statuses("kabar")]
    assert not [text for text in said if words in text], status
