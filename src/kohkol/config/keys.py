"""Makes and reads the one secret of an installation, from which every other key is derived."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path


def installation_secret(data: Path) -> bytes:
    """The 32 bytes in `data`/secret.key, made on first use, readable by the owner alone.

    Raises `PermissionError` with a sentence when others can read the file.
    """
    path = data / "secret.key"
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    return _read(path)


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise PermissionError(f"{path} can be read by others. Run: chmod 600 {path}")
    return bytes.fromhex(path.read_text().strip())


def derive(secret: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose (HMAC-SHA256 as a key derivation, RFC 5869 expand step with one block)."""
    return hmac.new(secret, purpose.encode() + b"\x01", hashlib.sha256).digest()
