"""`kohkol backup FILE`: everything of an installation in one file, read back before it counts as made."""

import argparse
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from kohkol import __version__
from kohkol.config.keys import KEY_FILE
from kohkol.running.archive import Part, read_archive, write_archive
from kohkol.running.data_directory import REAL
from kohkol.running.database_copy import copy_database, settings_of
from kohkol.running.refusal import Refusal, refusing, say

LAST_BACKUP = "last-backup"


def parser() -> argparse.ArgumentParser:
    """The options of `kohkol backup`."""
    options = argparse.ArgumentParser(prog="kohkol backup", description="Save everything into one file.")
    options.add_argument("file", type=Path, help="the file to write; it must not exist yet")
    options.add_argument("--data", type=Path, help="the folder of the data (default: KOHKOL_DATA or .kohkol/data)")
    options.add_argument("--without-key", action="store_true", help="leave out secret.key, which you keep elsewhere")
    return options


def parts(data: Path, database: Path, *, with_key: bool) -> Iterator[Part]:
    """What a backup holds. The database comes first: a file that it names is copied after it, never before."""
    yield Part(database, database.name)
    if with_key:
        yield Part(data / KEY_FILE, KEY_FILE)
    media = data / "media"
    for path in sorted(media.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield Part(path, f"media/{path.relative_to(media)}")


def back_up(data: Path, file: Path, *, with_key: bool, at: datetime) -> tuple[int, int]:
    """Write the backup; gives its number of files and its size in bytes. Nothing is left behind when it fails."""
    if not (data / KEY_FILE).exists():
        raise Refusal(f"there is nothing to save in {data}: name the data folder with --data.")
    if file.exists():
        raise Refusal(f"{file} is there already: choose another name, so that no backup is overwritten.")
    if not file.parent.is_dir():
        raise Refusal(f"the folder {file.parent} does not exist: make it first, or choose another.")
    settings = settings_of(data, os.environ)
    facts = {"version": __version__, "made_at": at.isoformat(), "with_key": with_key}
    draft = file.with_name(f".{file.name}.part")
    with tempfile.TemporaryDirectory(prefix=".kohkol-backup-", dir=file.parent) as folder:
        try:
            database = copy_database(settings, Path(folder))
            number = write_archive(draft, parts(data, database, with_key=with_key), facts)
            read_archive(draft)
            size = draft.stat().st_size
            draft.rename(file)
        finally:
            draft.unlink(missing_ok=True)
    (data / LAST_BACKUP).write_text(at.isoformat())
    return number, size


@refusing
def main(arguments: list[str]) -> int:
    """Save everything, also while Kohkol runs."""
    chosen = parser().parse_args(arguments)
    data = (chosen.data or Path(os.environ.get("KOHKOL_DATA") or REAL)).absolute()
    number, size = back_up(data, chosen.file.absolute(), with_key=not chosen.without_key, at=datetime.now(UTC))
    say(f"{chosen.file} holds everything in {data} ({number} files, {size / 1e6:.1f} MB), and was read back.")
    if chosen.without_key:
        say(f"It cannot be restored without {data / KEY_FILE}: keep a copy of that file in another place.")
    else:
        say("Whoever has this file can read all of it, contacts and tokens too: keep it like a key.")
    return 0
