"""Saves the radar's tables and loads them again, whole or not at all; pages that were never used take no room."""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from kohkol.engine.radar.tables import Tables, empty_tables

MAGIC = b"kohkol-radar\n"
# Raise it whenever the tables or the meaning of a field changes.
VERSION = 9
PAGE = 4096


class SnapshotRefused(Exception):
    """The snapshot cannot be used; the message is a sentence that says why and what to do."""


def save_tables(path: Path, tables: Tables, header: Mapping[str, object], events: npt.NDArray[np.int64]) -> None:
    """Writes tables, header and untaken events; the file at `path` is always whole, the old one or the new one."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        digest = hashlib.blake2b(digest_size=16)
        _write(file, digest, MAGIC + json.dumps({**header, "version": VERSION}).encode() + b"\n")
        for table in tables:
            pages = _pages(table)
            used = pages.any(axis=1)
            _write(file, digest, np.packbits(used).tobytes())
            _write(file, digest, pages[used].tobytes())
        _write(file, digest, events.tobytes())
        file.write(digest.digest())
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def load_tables(path: Path) -> tuple[Tables, dict[str, object], npt.NDArray[np.int64]]:
    """The tables, header and untaken events of a snapshot.

    Raises SnapshotRefused for a file that is missing, damaged or of another version.
    """
    try:
        content = memoryview(path.read_bytes())
    except OSError as error:
        raise SnapshotRefused(f"The radar's snapshot {path} cannot be read: {error.strerror}. {START_ANEW}") from error
    header, at = _header(path, content)
    if hashlib.blake2b(content[:-16], digest_size=16).digest() != content[-16:]:
        raise SnapshotRefused(f"The radar's snapshot {path} is damaged (its checksum does not fit). {START_ANEW}")
    tables = empty_tables()
    for table in tables:
        pages = _pages(table)
        marks = (len(pages) + 7) // 8
        used = np.unpackbits(np.frombuffer(content[at : at + marks], np.uint8), count=len(pages)).astype(bool)
        at += marks
        size = int(used.sum()) * pages.shape[1]
        pages[used] = np.frombuffer(content[at : at + size], np.uint8).reshape(-1, pages.shape[1])
        at += size
    return tables, header, np.frombuffer(content[at:-16], np.int64).reshape(-1, 3)


START_ANEW = "Start with a new state: the posts in the database can be read again."


def _header(path: Path, content: memoryview) -> tuple[dict[str, object], int]:
    if bytes(content[: len(MAGIC)]) != MAGIC:
        raise SnapshotRefused(f"{path} is no snapshot of the radar. {START_ANEW}")
    start = bytes(content[len(MAGIC) : len(MAGIC) + PAGE]).split(b"\n", 1)[0]
    try:
        header = json.loads(start)
    except ValueError as error:
        raise SnapshotRefused(f"The radar's snapshot {path} is damaged (its first line). {START_ANEW}") from error
    if header.get("version") != VERSION:
        raise SnapshotRefused(
            f"The radar's snapshot {path} has version {header.get('version')}, this is {VERSION}. {START_ANEW}"
        )
    return header, len(MAGIC) + len(start) + 1


def _write(file: BinaryIO, digest: hashlib.blake2b, content: bytes) -> None:
    file.write(content)
    digest.update(content)


def _pages(table: npt.NDArray[np.generic]) -> npt.NDArray[np.uint8]:
    """A table's bytes as rows of one page; a table that is smaller or no multiple of a page is one row."""
    data = table.view(np.uint8).reshape(-1)
    return data.reshape(-1, PAGE) if data.size % PAGE == 0 else data.reshape(1, -1)
