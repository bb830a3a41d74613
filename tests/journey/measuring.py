"""Steps of the journey in which the desk sees what was reached, tells the head of region, and keeps its promises."""

import re

from tests.journey import voices
from tests.journey.desk import Desk
from tests.journey.person import Person

STAGES = (
    "Pertama terlihat",
    "Terdeteksi",
    "Ada penanggung jawab",
    "Fakta diminta",
    "Fakta diterima",
    "Lembar ditandatangani",
    "Disetujui",
    "Tayang: Situs publik",
    "Tayang: Cisaat di Mastodon",
    "Tayang: Saluran WhatsApp Cisaat",
)
MOST_CHARACTERS = 1000


def sees_the_clock_of_every_stage(analyst: Person, issue: str) -> None:
    for part in ("suara", "riwayat", "jam"):
        analyst.open(f"{issue}?bagian={part}")
    analyst.sees("Publik menunggu")
    reached = " ".join(analyst.page.locator(".stages [data-done=yes]").all_inner_texts())
    assert [stage for stage in STAGES if stage not in reached] == [], reached


def makes_the_morning_brief(triage: Person, word: str = "ihanjuang") -> None:
    triage.open("/meja/ukur/ringkasan/")
    triage.press("Buat ringkasan sekarang")
    triage.sees("Yang ditanyakan warga")
    text = triage.page.get_by_role("button", name=re.compile("Salin")).first.get_attribute("data-copy") or ""
    assert 0 < len(text) < MOST_CHARACTERS
    assert word in text


def the_chain_holds(desk: Desk) -> None:
    said = desk.run("-m", "kohkol", "audit", "verify")
    assert said.returncode == 0, said.stdout + said.stderr
    assert "The chain holds." in said.stdout


def erases_a_post(triage: Person) -> None:
    """On the person's request; the receipt says when it was gone from every file."""
    triage.open(f"/meja/dengar/kiriman/?q={voices.ERASED_WORD}")
    triage.page.locator("#isi li", has_text=voices.ERASED_WORD).get_by_role("link").first.click()
    triage.look()
    triage.follow("Hapus atas permintaan", within="body")
    triage.fill("Alasan", "Diminta pemiliknya lewat telepon.")
    triage.press("Hapus untuk selamanya")
    triage.sees("Terhapus. Tanda terima nomor")
    for _ in range(60):
        if "sedang dikerjakan" not in triage.reads():
            break
        triage.page.wait_for_timeout(1000)
        triage.page.reload()
    assert "sedang dikerjakan" not in triage.reads()


def nothing_of_it_is_left(desk: Desk) -> None:
    assert desk.holds(voices.ERASED_WORD) == []
