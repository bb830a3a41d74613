"""The index on disk: one file with version and checksum, written whole or not at all, refused when damaged."""

import gzip
import hashlib
import json
import os
from pathlib import Path

from kohkol.engine.matching.claims import Claim
from kohkol.engine.matching.corrections import Corrections
from kohkol.engine.text.normalise import NORMALISATION_VERSION

MAGIC = b"kohkol-claims\n"
VERSION = 1
DIGEST = 16
BUILD_ANEW = "Build the index again from the database."


class IndexRefused(Exception):
    """The file cannot be used; the message is a sentence that says why and what to do."""


def save(path: Path, claims: list[Claim], corrections: Corrections) -> None:
    """Write claims and corrections; the file at `path` is always whole, the old one or the new one."""
    content = {
        "claims": [[claim.id, claim.claim, claim.title, claim.answer] for claim in claims],
        "corrections": [[*key, same, corrections.judged.get(key)] for key, same in corrections.pairs.items()],
    }
    head = MAGIC + f"{VERSION} {NORMALISATION_VERSION}\n".encode()
    body = head + gzip.compress(json.dumps(content, ensure_ascii=False).encode(), compresslevel=1, mtime=0)
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        file.write(body + hashlib.blake2b(body, digest_size=DIGEST).digest())
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def load(path: Path) -> tuple[list[Claim], Corrections]:
    """Claims and corrections of a file. Raises IndexRefused when it is missing, damaged or of another version."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise IndexRefused(f"The index {path} cannot be read: {error.strerror}. {BUILD_ANEW}") from error
    if not content.startswith(MAGIC):
        raise IndexRefused(f"{path} is no index of claims. {BUILD_ANEW}")
    body, digest = content[:-DIGEST], content[-DIGEST:]
    if hashlib.blake2b(body, digest_size=DIGEST).digest() != digest:
        raise IndexRefused(f"The index {path} is damaged (its checksum does not fit). {BUILD_ANEW}")
    version, _, packed = body[len(MAGIC) :].partition(b"\n")
    if version != f"{VERSION} {NORMALISATION_VERSION}".encode():
        raise IndexRefused(f"The index {path} is of another version ({version!r}). {BUILD_ANEW}")
    parts = json.loads(gzip.decompress(packed))
    corrections = Corrections()
    for post, claim, same, score in parts["corrections"]:
        corrections.pairs[post, claim] = same
        if score is not None:
            corrections.judged[post, claim] = score
    return [Claim(*row) for row in parts["claims"]], corrections
