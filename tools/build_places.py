"""Builds the table of places that engine/text ships, from the ministry's list of regions.

    python tools/build_places.py wilayah_kemendagri_2025.tsv.gz

The list: codes and names of every province, kabupaten/kota, kecamatan and desa/kelurahan by Kepmendagri
300.2.2-2430/2025 (columns kode, level, nama; MIT). Names and codes are facts; the source stands in
`tables/SOURCE.places`.
"""

import gzip
import sys
from pathlib import Path

from kohkol.engine.text import regions

TABLES = Path(__file__).parent.parent / "src" / "kohkol" / "engine" / "text" / "tables"


def write(name: str, lines: list[str]) -> None:
    with gzip.GzipFile(TABLES / name, "wb", 9, mtime=0) as out:
        out.write("\n".join(lines).encode())
    print(f"{name}: {len(lines)} lines, {(TABLES / name).stat().st_size} bytes")


def main() -> None:
    codes: dict[str, list[str]] = {}
    names: list[str] = []
    seconds: dict[str, set[str]] = {}
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as source:
        next(source)
        for line in source:
            dotted, _, name = line.rstrip("\n").split("\t")
            code, name = dotted.replace(".", ""), " ".join(name.split())
            codes.setdefault(regions.plain_key(name), []).append(code)
            if len(code) < regions.VILLAGE:
                names.append(f"{code}\t{name}")
            words = regions.plain_name(name).split()
            if len(words) > 1:
                seconds.setdefault(words[0], set()).add(words[1])
    write("places.tsv.gz", [f"{key}\t{' '.join(own)}" for key, own in sorted(codes.items())])
    write("region_names.tsv.gz", sorted(names))
    write("place_seconds.tsv.gz", [f"{first}\t{' '.join(sorted(rest))}" for first, rest in sorted(seconds.items())])


if __name__ == "__main__":
    main()
