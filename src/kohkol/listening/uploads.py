"""Streams an uploaded posts file straight to the folder where it waits, and stops at the operator's limit."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest


class PostsFile(TemporaryUploadedFile):
    """An upload beside its later place, so that keeping it is a rename; `sweep_files` deletes what a crash leaves."""

    def __init__(self, name: str, content_type: str, size: int, charset: str, extra: dict[str, Any] | None) -> None:
        folder = Path(settings.MEDIA_ROOT) / "imports"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = tempfile.NamedTemporaryFile(suffix=".upload", dir=folder)  # noqa: SIM115 - closed by its owner
        UploadedFile.__init__(self, file, name, content_type, size, charset, extra)


class PostsFileHandler(TemporaryFileUploadHandler):
    """Writes to disk piece by piece. What is beyond the limit is read and thrown away, and `is_too_large` is set."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.is_too_large = False
        self.received = 0

    def new_file(self, *words: Any, **named: Any) -> None:
        """Open the file that the upload goes to."""
        super(TemporaryFileUploadHandler, self).new_file(*words, **named)
        if (self.content_length or 0) > most_bytes() + 1_000_000:
            self.is_too_large = True
            raise SkipFile
        self.file = PostsFile(
            self.file_name or "", self.content_type or "", 0, self.charset or "", self.content_type_extra
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        """Write a piece."""
        self.received += len(raw_data)
        if self.received > most_bytes():
            self.is_too_large = True
            self.file.close()
            raise SkipFile
        self.file.write(raw_data)


def most_bytes() -> int:
    """The largest posts file that is taken."""
    return int(settings.KOHKOL_IMPORT_MEGABYTES) * 1_000_000
