"""Steps of the journey in which the desk hears: a file, a feed, a real network, and what a person saw."""

from pathlib import Path

from tests.journey import voices
from tests.journey.person import Person
from tests.servers.snac import Snac


def imports_a_file(analyst: Person, folder: Path) -> None:
    file = folder / "kiriman.ndjson"
    file.write_text(voices.posts_file(voices.now()), "utf-8")
    _upload(analyst, file)
    analyst.waits_for("Baris yang tidak terbaca")
    analyst.waits_for(f"{len(voices.BRIDGE) + len(voices.NOISE)} kiriman baru")
    analyst.sees("1 baris rusak, dilewati")
    assert "Neng Rahasia" not in analyst.reads()
    _upload(analyst, file)  # the same file again adds nothing
    analyst.waits_for(f"{len(voices.BRIDGE) + len(voices.NOISE)} sudah ada")
    analyst.sees("0 kiriman baru")


def _upload(analyst: Person, file: Path) -> None:
    analyst.open("/meja/dengar/impor/")
    analyst.page.get_by_label("Berkas kiriman").set_input_files(file)
    analyst.press("Unggah")


def adds_a_feed(analyst: Person, host: str) -> None:
    _describe(analyst, "feed", "Kabar Cisaat", f"http://{host}/umpan.xml")
    analyst.press("Periksa dulu")
    analyst.sees("Jembatan Cihanjuang ditutup, warga bertanya kapan dibuka")
    analyst.press("Mulai mendengar")
    analyst.sees("Kabar Cisaat mulai didengar.")


def _describe(analyst: Person, kind: str, name: str, address: str = "") -> None:
    analyst.open("/meja/dengar/sumber/")
    analyst.page.get_by_role("link", name="Tambah sumber").click()
    analyst.look()
    analyst.page.get_by_label("Jenis").select_option(kind)
    analyst.fill("Nama sumber", name)
    analyst.fill("Alamat umpan atau server", address)


def people_speak(snac: Snac) -> None:
    """A citizen asks the office, and speaks under a hashtag; the server hands posts over in its own time."""
    snac.say("warga", "@kabar jembatan cihanjuang ditutup sampai kapan ya min?")
    snac.say("warga", "jembatan cihanjuang ditutup, mana jalur alternatif? #cihanjuang")


def adds_the_mentions(analyst: Person) -> None:
    _describe(analyst, "mastodon_mentions", "Sebutan di Mastodon")
    analyst.page.get_by_label("Akun resmi yang membaca").select_option(label="Cisaat di Mastodon")
    analyst.press("Periksa dulu")
    analyst.press("Mulai mendengar")
    analyst.sees("Sebutan di Mastodon mulai didengar.")


def adds_a_hashtag(analyst: Person) -> None:
    _describe(analyst, "mastodon_hashtag", "Tagar cihanjuang")
    analyst.page.get_by_label("Akun resmi yang membaca").select_option(label="Cisaat di Mastodon")
    analyst.fill("Tagar", "cihanjuang")
    analyst.press("Periksa dulu")
    analyst.press("Mulai mendengar")
    analyst.sees("Tagar cihanjuang mulai didengar.")


def notes_what_she_saw(analyst: Person) -> None:
    for text in (voices.BY_HAND, voices.TO_ERASE):
        analyst.open("/meja/dengar/catat/")
        analyst.fill("Apa katanya", text)
        analyst.press("Catat")
        analyst.sees("Tercatat.")


def notes_a_screenshot(analyst: Person) -> None:
    picture = analyst.page.screenshot()
    analyst.open("/meja/dengar/catat/")
    analyst.fill("Apa katanya", "tangkapan layar grup: jembatan cihanjuang ditutup, jalan memutar 12 km")
    analyst.page.get_by_label("Tangkapan layar").set_input_files(
        {"name": "layar.png", "mimeType": "image/png", "buffer": picture}
    )
    analyst.press("Catat")
    analyst.sees("Tercatat.")
    analyst.sees("1 gambar ditutup karena bisa memuat nama atau wajah")


def sees_what_the_network_said(analyst: Person) -> None:
    """Both posts of the real network, the feed's and her own stand in the list of posts."""
    reads_the_mentions_now(analyst)
    analyst.open("/meja/dengar/kiriman/?q=cihanjuang")
    for words in ("sampai kapan ya min", "mana jalur alternatif", "Warga menunggu penjelasan", "Rumah ibu saya"):
        analyst.waits_for(words)
    assert "warga@" not in analyst.reads()
    analyst.open("/meja/dengar/sumber/")
    for name in ("Kabar Cisaat", "Sebutan di Mastodon", "Tagar cihanjuang"):
        analyst.sees(name)


def reads_the_mentions_now(analyst: Person) -> None:
    """The server hands a mention over some ten seconds late: she does not wait for the next reading."""
    analyst.open("/meja/dengar/sumber/")
    analyst.page.locator("tr", has_text="Sebutan di Mastodon").get_by_role("button", name="Baca sekarang").click()
    analyst.look()
    analyst.sees("Tersimpan.")
