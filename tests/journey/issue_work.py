"""Steps of the journey in which the desk understands and asks, and an agency answers from a phone."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.journey.person import Person

QUESTION = "Sampai kapan Jembatan Cihanjuang ditutup, dan mana jalur memutarnya?"
ANSWER = "Ditutup sampai 14 Desember karena pilar kedua retak. Kendaraan memutar lewat Jalan Cipageran."


def opens_an_issue(analyst: Person) -> None:
    analyst.open("/meja/dengar/percakapan/")
    analyst.waits_for("cihanjuang", seconds=150)  # the radar compiles once in fresh data
    analyst.page.get_by_role("link", name=re.compile("cihanjuang")).first.click()
    analyst.look()
    analyst.sees("kiriman warga")
    analyst.open("/meja/isu/")
    analyst.waits_for("Jadikan isu")
    waiting = analyst.page.locator("#belum-jadi-isu li").filter(has_text="cihanjuang").first
    waiting.get_by_role("button", name="Jadikan isu").click()
    analyst.look()
    if analyst.page.get_by_role("button", name="Buka isu").count():
        analyst.press("Buka isu")
    expect(analyst.page).to_have_url(re.compile(r"/meja/isu/\d+/"))
    analyst.sees("Suara publik per jam")


def owns_it(analyst: Person) -> None:
    analyst.press("Saya tangani")
    analyst.sees("Anda penanggung jawab isu ini.")


def sets_the_level(triage: Person, address: str) -> None:
    triage.open(address)
    triage.page.get_by_role("link", name="Level").click()
    triage.look()
    triage.page.get_by_label("Prioritas").check()
    triage.fill("Alasan", "Jalur sekolah dan ambulans terputus.")
    triage.press("Simpan level")
    triage.sees("Level disimpan.")


def asks_the_agency(analyst: Person) -> tuple[str, str]:
    """Ask; gives the personal link and the code that is told by voice."""
    issue = analyst.page.url
    analyst.page.get_by_role("link", name="Siapa yang tahu ini?").click()
    analyst.look()
    analyst.fill("Pertanyaan untuk perangkat daerah", QUESTION)
    analyst.page.get_by_label("Siapa yang menjawab").select_option(label="Dinas Bina Marga – Nani")
    analyst.page.get_by_label("Biasa, menurut jam kerja:").check()
    analyst.press("Catat dan buat tautan")
    told = analyst.page.get_by_role("button", name="Salin untuk WhatsApp").get_attribute("data-copy") or ""
    link = re.search(r"https?://\S+/t/\S+", told)
    assert link, told
    analyst.press("Tampilkan kode")
    code = re.sub(r"\D", "", analyst.page.locator(".figure .value").inner_text())
    assert len(code) == 6
    analyst.open(issue)
    return link[0], code


def cannot_use_a_forwarded_link(stranger: Person, link: str) -> None:
    """A phone that nobody proved asks for a code; the other agency's officer, signed in, finds no such page."""
    stranger.open(link)
    stranger.sees("Buktikan HP Anda")
    assert "Cihanjuang" not in stranger.reads()
    assert "Bina Marga" not in stranger.reads()
    stranger.sign_in()
    answer = stranger.page.goto(link)
    assert answer is not None
    assert answer.status == 404
    assert "Cihanjuang" not in stranger.reads()


def proves_her_phone(officer: Person, link: str, code: str) -> None:
    officer.open(link)
    officer.fill("Kode", code)
    officer.press("Lanjut")
    officer.sees(QUESTION)


def answers_in_four_taps(officer: Person, folder: Path) -> None:
    """Link, text, photo, send."""
    letter = folder / "surat.jpg"
    officer.page.screenshot(path=letter, type="jpeg")
    officer.taps = 1  # the link, in the chat
    box = officer.page.get_by_label("Jawaban atau tautan")
    officer.tap(box)
    officer.page.keyboard.type(ANSWER)
    with officer.page.expect_file_chooser() as chooser:
        officer.tap(officer.page.get_by_label(re.compile("Foto surat")))
    chooser.value.set_files(letter)
    officer.tap(officer.button("Kirim jawaban"))
    officer.look()
    officer.sees("Jawaban Anda sudah diterima")
    assert officer.taps <= 4
