"""The backup file: a gzipped tar with the database, the media, the key, and last the hash of every file."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from kohkol import __version__
from kohkol.running.refusal import Refusal

FORMAT = 1
FACTS = "kohkol-backup.json"  # the first file inside
HASHES = "sha256.json"  # the last
PIECE = 1024 * 1024
BROKEN = (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error)


@dataclass(frozen=True)
class Part:
    """A file to put into a backup: where it is, and its name inside."""

    path: Path
    name: str


class HashingReader:
    """Reads a file and remembers the SHA-256 of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        piece = self.file.read(size)
        self.sha256.update(piece)
        return piece


def write_archive(target: Path, parts: Iterable[Part], facts: dict[str, Any]) -> int:
    """Write facts, parts and their hashes into `target` (mode 0600), down to the disk; gives the number of parts.

    A part that vanished meanwhile (an erased picture) is left out.
    """
    hashes: dict[str, str] = {}
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
        with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=1, format=tarfile.PAX_FORMAT) as archive:
            add_json(archive, FACTS, {"format": FORMAT, **facts})
            for part in parts:
                try:
                    file = part.path.open("rb")
                except FileNotFoundError:
                    continue
                with file:
                    reader = HashingReader(file)
                    archive.addfile(heading(part.name, os.fstat(file.fileno()).st_size), reader)
                    hashes[part.name] = reader.sha256.hexdigest()
            add_json(archive, HASHES, hashes)
        raw.flush()
        os.fsync(raw.fileno())
    return len(hashes)


def add_json(archive: tarfile.TarFile, name: str, value: dict[str, Any]) -> None:
    """Add a small file with a JSON object."""
    text = json.dumps(value, indent=1).encode()
    archive.addfile(heading(name, len(text)), io.BytesIO(text))


def heading(name: str, size: int) -> tarfile.TarInfo:
    """The tar header of a file for its owner alone."""
    info = tarfile.TarInfo(name)
    info.size = size
    info.mode = 0o600
    return info


def read_archive(source: Path, into: Path | None = None) -> dict[str, Any]:
    """Read a backup to its end and compare every hash; with `into`, write its files there. Gives its facts.

    `Refusal` when the file is no backup, was made by a newer version, is cut off or was changed.
    """
    facts: dict[str, Any] | None = None
    hashes: dict[str, str] = {}
    listed: dict[str, str] | None = None
    try:
        for name, file in files_in(source):
            if facts is None:
                facts = read_facts(source, name, file)
            elif name == HASHES:
                listed = json.load(file)
            else:
                hashes[name] = copy(file, None if into is None else into / name)
    except BROKEN as error:
        if facts is None:
            raise Refusal(f"{source} is no backup of Kohkol.") from error
        raise Refusal(f"{source} is damaged or cut off: use another backup.") from error
    if facts is None or listed is None:
        raise Refusal(f"{source} is empty or cut off: use another backup.")
    if hashes != listed:
        raise Refusal(f"{source} is damaged: its contents differ from its own list. Use another backup.")
    return facts


def read_facts(source: Path, name: str, file: IO[bytes]) -> dict[str, Any]:
    """The first file of a backup: who made it, and when. `Refusal` when it is another, or of a newer version."""
    if name != FACTS:
        raise Refusal(f"{source} is no backup of Kohkol.")
    facts: dict[str, Any] = json.load(file)
    if facts["format"] > FORMAT or numbers(facts["version"]) > numbers(__version__):
        made_by = f"Kohkol {facts['version']}, this is {__version__}"
        raise Refusal(f"{source} was made by {made_by}: restore it with that version.")
    return facts


def numbers(version: str) -> list[int]:
    """A version as numbers that can be compared."""
    return [int(part) for part in version.split(".") if part.isdigit()]


def files_in(source: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """The files of an archive by name; anything but plain files at safe names is refused."""
    with tarfile.open(source, mode="r|gz") as archive:
        for member in archive:
            parts = Path(member.name).parts
            if not member.isfile() or member.name.startswith("/") or ".." in parts:
                raise Refusal(f"{source} holds {member.name}, which no backup of Kohkol does: it was not restored.")
            file = archive.extractfile(member)
            assert file is not None  # a plain file has contents
            yield member.name, file


def copy(file: IO[bytes], target: Path | None) -> str:
    """Read a file to its end, into `target` when given; gives its SHA-256."""
    sha256 = hashlib.sha256()
    if target is not None:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = os.devnull if target is None else target
    with open(os.open(name, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as out:
        while piece := file.read(PIECE):
            sha256.update(piece)
            out.write(piece)
        if target is not None:
            out.flush()
            os.fsync(out.fileno())
    return sha256.hexdigest()
