"""What people say in the journey: written for it, on a bridge that no practice week knows."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

BRIDGE = (
    "jembatan cihanjuang ditutup total, kapan dibuka lagi ya?",
    "muter jauh banget gara-gara jembatan cihanjuang ditutup, motor aja ga boleh lewat",
    "info dong jembatan cihanjuang ditutup sampai kapan, anak saya sekolah di seberang",
    "jembatan cihanjuang retak katanya, bener ga sih ditutup sebulan?",
    "sasak cihanjuang ditutup ti enjing, iraha dibuka deui?",
    "ambulans lewat mana kalau jembatan cihanjuang ditutup begini",
    "jembatan cihanjuang ditutup tanpa pengumuman, warga bingung jalur alternatifnya mana",
    "tiap hari lewat jembatan cihanjuang, eh tadi pagi ditutup polisi. ada apa?",
    "pedagang pasar cihanjuang sepi sejak jembatan ditutup, tolong dijelaskan kapan selesai",
    "jembatan cihanjuang ditutup, angkot jurusan pasar ikut mogok",
    "kabarnya jembatan cihanjuang mau roboh makanya ditutup, serem",
    "mohon info resmi jembatan cihanjuang, ditutup sampai tanggal berapa?",
    "jembatan cihanjuang ditutup lagi?? baru juga diperbaiki tahun lalu",
    "truk sayur tertahan karena jembatan cihanjuang ditutup, harga di pasar naik",
    "siapa yang tahu jalan lain selain jembatan cihanjuang yang ditutup itu",
)
NOISE = (
    "selamat pagi semuanya, jangan lupa sarapan bubur ayam mang ade",
    "ada yang jual kucing anggora di sekitar alun-alun?",
    "persib menang lagi tadi malam mantap pisan euy",
    "dicari guru les piano untuk anak umur tujuh tahun",
    "hujan dari subuh bikin malas keluar kamar",
    "resep seblak kencur level lima ada di video terbaru",
)
BY_HAND = "Status warga: jembatan cihanjuang ditutup, kapan dibuka? Rumah ibu saya di seberang."
ERASED_WORD = "kolengkapraksa"  # rare: it stands in nothing else on the machine
TO_ERASE = f"jembatan cihanjuang ditutup, warung saya {ERASED_WORD} tidak ada pembeli"


def posts_file(now: datetime) -> str:
    """A file as a listening tool exports it, with one line that broke on the way."""
    lines = []
    for number, text in enumerate((*BRIDGE, *NOISE)):
        at = now - timedelta(minutes=150 - 6 * number)
        lines.append(
            json.dumps(
                {
                    "id": f"berkas-{number}",
                    "at": at.isoformat(),
                    "text": text,
                    "author": "Neng Rahasia",
                    "network": "instagram",
                }
            )
        )
    lines.insert(5, '{"id": "putus", "at": "2026-')
    return "\n".join(lines) + "\n"


FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Kabar Cisaat</title><link>http://contoh.example/</link><description>Berita</description>
<item><guid>b1</guid><title>Jembatan Cihanjuang ditutup, warga bertanya kapan dibuka</title>
<description>Jembatan Cihanjuang ditutup sejak pagi. Warga menunggu penjelasan.</description>
<link>http://contoh.example/jembatan</link><pubDate>{at}</pubDate></item>
</channel></rss>"""


@contextmanager
def feed(now: datetime) -> Iterator[str]:
    """A news feed on loopback; gives its `host:port`."""
    page = FEED.format(at=format_datetime(now - timedelta(minutes=20))).encode()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def now() -> datetime:
    return datetime.now(UTC)
