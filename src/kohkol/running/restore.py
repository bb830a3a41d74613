"""`kohkol restore FILE`: brings a backup back into an empty folder, all of it or nothing."""

import argparse
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kohkol.config.keys import KEY_FILE, read_secret
from kohkol.running.archive import read_archive
from kohkol.running.data_directory import REAL
from kohkol.running.database_copy import POSTGRES, SQLITE, is_sqlite, put_back, require_empty_postgres, settings_of
from kohkol.running.refusal import Refusal, refusing, say


def parser() -> argparse.ArgumentParser:
    """The options of `kohkol restore`."""
    options = argparse.ArgumentParser(prog="kohkol restore", description="Bring a backup back into an empty folder.")
    options.add_argument("file", type=Path, help="the backup")
    options.add_argument("--data", type=Path, help="the empty folder (default: KOHKOL_DATA or .kohkol/data)")
    options.add_argument("--key", type=Path, help="the secret.key of a backup that was made with --without-key")
    return options


def require_empty(data: Path) -> None:
    """`Refusal` when the folder holds anything: a restore never overwrites."""
    if data.is_dir() and any(data.iterdir()):
        raise Refusal(f"{data} is not empty: restore into an empty folder with --data, so that nothing is overwritten.")
    if data.exists() and not data.is_dir():
        raise Refusal(f"{data} is a file: restore into an empty folder with --data.")


def restore(file: Path, data: Path, *, key: Path | None, environment: Mapping[str, str]) -> dict[str, Any]:
    """Bring the backup back; gives its facts. When anything is wrong the folder stays as it was."""
    require_empty(data)
    settings = settings_of(data, environment)
    if not is_sqlite(settings):
        require_empty_postgres(settings)
    is_new = not data.exists()
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(prefix=".restoring-", dir=data))
    try:
        facts = read_archive(file, into=folder)
        bring_key(folder, key)
        bring_rows(folder, settings, data)
        (folder / "media").mkdir(exist_ok=True, mode=0o700)
        for path in folder.iterdir():
            path.replace(data / path.name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if is_new and not any(data.iterdir()):
            data.rmdir()
    return facts


def bring_key(folder: Path, key: Path | None) -> None:
    """Put the key given beside the files, or check that the backup brought one."""
    if key is not None:
        shutil.copyfile(key, folder / KEY_FILE)
        (folder / KEY_FILE).chmod(0o600)
    if not (folder / KEY_FILE).exists():
        raise Refusal("the backup was made without its key: give the key file with --key.")
    try:
        read_secret(folder / KEY_FILE)
    except ValueError as error:
        raise Refusal(f"{key or 'the key in the backup'} is no key file of Kohkol.") from error


def bring_rows(folder: Path, settings: Mapping[str, Any], data: Path) -> None:
    """Put the rows where the settings say; for SQLite that is a file in the folder that becomes `data`."""
    copy = folder / (SQLITE if is_sqlite(settings) else POSTGRES)
    if not copy.exists():
        other = "PostgreSQL: set DATABASE_URL" if is_sqlite(settings) else "SQLite: unset DATABASE_URL"
        raise Refusal(f"the backup is of an installation on {other}, then restore again.")
    if is_sqlite(settings):
        put_back(copy, {**settings, "NAME": folder / Path(settings["NAME"]).relative_to(data)})
    else:
        put_back(copy, settings)
        copy.unlink()


@refusing
def main(arguments: list[str]) -> int:
    """Restore, then say what to do next."""
    chosen = parser().parse_args(arguments)
    data = (chosen.data or Path(os.environ.get("KOHKOL_DATA") or REAL)).absolute()
    facts = restore(chosen.file, data, key=chosen.key, environment=os.environ)
    say(f"{data} is again as it was on {facts['made_at']}; every file was verified.")
    say("Requests of persons to erase posts that came after that moment have to be carried out again.")
    say(f"Next: KOHKOL_DATA={data} kohkol doctor, then start with kohkol up.")
    return 0
