"""Makes and reads the one secret of an installation, from which every other key is derived."""

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

KEY_FILE = "secret.key"
KEY_BYTES = 32


def installation_secret(data: Path) -> bytes:
    """The 32 bytes in `data`/secret.key, made on first use, readable by the owner alone.

    Processes that start together read the same key, whole: it is written aside and linked into place, the first wins.
    Raises `PermissionError` with a sentence when others can read the file, `ValueError` when it holds no key.
    """
    path = data / KEY_FILE
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = data / f".{KEY_FILE}.{os.getpid()}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
        aside.unlink()
    return read_secret(path)


def read_secret(path: Path) -> bytes:
    """The secret in a key file. Raises as `installation_secret` does."""
    if path.stat().st_mode & 0o077:
        raise PermissionError(f"{path} can be read by others. Run: chmod 600 {path}")
    damaged = f"{path} is damaged: put back secret.key from the last backup; without it nothing encrypted can be read."
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError as error:
        raise ValueError(damaged) from error
    if len(secret) != KEY_BYTES:
        raise ValueError(damaged)
    return secret


def derive(secret: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose (HMAC-SHA256 as a key derivation, RFC 5869 expand step with one block)."""
    return hmac.new(secret, purpose.encode() + b"\x01", hashlib.sha256).digest()
