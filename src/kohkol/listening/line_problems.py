"""Says in Indonesian what the engine found wrong with a posts file or one of its lines."""

import re

from kohkol.listening.masking import masked

_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"The line is longer than ([\d,]+) characters\.", r"Barisnya lebih panjang dari \1 karakter."),
    (
        r"The line is not whole JSON \(.*character (\d+)\)\.",
        r"JSON di baris ini terputus atau salah di karakter ke-\1.",
    ),
    (r"The line is not JSON that can be read\.", "Baris ini bukan JSON yang dapat dibaca."),
    (
        r"The line is JSON, but not an object.*",
        'Baris ini JSON, tetapi bukan objek seperti {"id": …, "at": …, "text": …}.',
    ),
    (r"The row cannot be read as a table: (.*)\.", r"Barisnya tidak dapat dibaca sebagai tabel (\1)."),
    (
        r"The row has (\d+) columns and the header (\d+): is it cut off\?",
        r"Barisnya punya \1 kolom, judulnya \2: terpotong?",
    ),
    (
        r"The row has (\d+) columns and the header (\d+): .*",
        r"Barisnya punya \1 kolom, judulnya \2: ada koma di teks yang tidak diapit tanda kutip?",
    ),
    (
        r"From here on the Parquet file is damaged: .*",
        "Mulai baris ini berkas Parquet-nya rusak; yang sebelumnya sudah masuk.",
    ),
    (r"The field text is missing\.", "Kolom text tidak ada."),
    (r"The field (\w+) is not text\.", r"Isi kolom \1 bukan teks."),
    (r"The time '(.*)' is not ISO 8601.*", r"Waktu “\1” bukan ISO 8601, misalnya 2019-09-07T23:56:40+07:00."),
    (r"The time is a number.*", "Waktunya berupa angka; tulis sebagai ISO 8601, misalnya 2019-09-07T23:56:40+07:00."),
    (r"The time lies outside.*", "Tahunnya di luar yang dapat dihitung."),
    (
        r"The first line has to name the columns.*it names: (.*)\.",
        r"Baris pertama harus berisi nama kolom, salah satunya text; yang tertulis: \1.",
    ),
    (r"This is not a whole Parquet file: .*", "Ini bukan berkas Parquet yang utuh. Ekspor sekali lagi, lalu unggah."),
    (r"The Parquet file has no column text\.", "Berkas Parquet ini tidak punya kolom text."),
    (r"The format '(.*)' is not known.*", r"Format “\1” tidak dikenal; gunakan NDJSON, CSV, TSV, atau Parquet."),
)
_PATTERNS = [(re.compile(pattern, re.DOTALL), sentence) for pattern, sentence in _SENTENCES]


def in_indonesian(reason: str) -> str:
    """The sentence for the officer, masked: it may quote the line. What is not known here is passed on as it is."""
    for pattern, sentence in _PATTERNS:
        found = pattern.fullmatch(reason)
        if found:
            return masked(found.expand(sentence))
    return masked(reason)
