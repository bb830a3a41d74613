"""Steps of the journey in which a sheet is written from an agency's answer, signed on her phone, and corrected."""

import re

from playwright.sync_api import expect

from tests.journey.issue_work import ANSWER, QUESTION
from tests.journey.person import Person

CORRECTED = "Ditutup sampai 20 Desember karena pilar kedua retak. Kendaraan memutar lewat Jalan Cipageran."


def loses_power_while_writing(writer: Person, issue: str) -> None:
    """She types, the page dies; opened again, her words are there, and the page says so."""
    writer.open(issue)
    writer.follow("Buat dari jawaban Dinas Bina Marga")
    writer.types("Yang belum diketahui", "Apakah truk boleh lewat belum diputuskan.")
    writer.loses_power()
    writer.sees("Draf Anda dipulihkan.")
    expect(writer.page.get_by_label("Yang belum diketahui")).to_have_value(re.compile("truk boleh lewat"))


def writes_the_sheet(writer: Person) -> str:
    """From the agency's answer; gives the sheet's code."""
    writer.fill("Pertanyaan warga", QUESTION)
    expect(writer.page.get_by_label("Jawaban singkat").first).to_have_value(ANSWER)
    writer.page.get_by_label("boleh dilihat publik").first.check()
    writer.press("Simpan, lalu minta tanda tangan")
    found = re.search(r"LF-[\w-]+", writer.page.url)
    assert found, writer.page.url
    return found[0]


def asks_for_the_signature(writer: Person) -> str:
    """Gives the personal link of the data owner."""
    writer.press("Minta dan buat tautan")
    told = writer.page.get_by_role("button", name="Salin untuk WhatsApp").get_attribute("data-copy") or ""
    link = re.search(r"https?://\S+/s/\S+", told)
    assert link, told
    return link[0]


def signs_on_her_phone(owner: Person, link: str, words: str) -> None:
    """Two taps after the link; her phone is known already."""
    owner.open(link)
    owner.sees("Inilah persis yang dibaca publik")
    owner.sees(words)
    owner.taps = 0
    owner.tap(owner.page.locator("summary").filter(has_text="Tanda tangani"))
    owner.tap(owner.button("Ya, benar"))
    owner.look()
    owner.sees("Anda menandatangani lembar ini")
    assert owner.taps == 2


def corrects_the_sheet(writer: Person, code: str) -> str:
    """The next version, which says what changed; gives the link for the signature."""
    writer.open(f"/meja/fakta/{code}/")
    writer.press("Perbaiki: buka versi berikutnya")
    writer.fill("Jawaban singkat", CORRECTED)
    writer.fill("Apa yang berubah", "Perbaikan pilar perlu enam hari lagi.")
    writer.press("Simpan, lalu minta tanda tangan")
    return asks_for_the_signature(writer)


def reads_the_sheet(citizen: Person, code: str, words: str, *, number: int = 0) -> None:
    """Anybody, without JavaScript: the short address, or the permanent one of a version.

    She reloads: by itself a browser asks again after a minute.
    """
    citizen.open(f"/f/{code}/{number}/" if number else f"/f/{code}")
    citizen.page.reload()
    assert QUESTION in citizen.reads()
    assert words in citizen.reads()


def reads_that_it_was_superseded(citizen: Person, code: str, words: str) -> None:
    """The permanent address of the first version keeps its words and says that they are of yesterday."""
    reads_the_sheet(citizen, code, words, number=1)
    assert "Versi ini digantikan versi 2" in citizen.reads()
