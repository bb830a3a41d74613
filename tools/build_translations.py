"""Keeps the English of the screens complete: finds every text, adds what is new, drops what is gone, compiles.

    python tools/build_translations.py

reads the templates and the Python under src/kohkol, brings locale/en/LC_MESSAGES/django.po up to date, names what still
has no English, and writes django.mo beside it. It needs no gettext tools.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

SOURCE = Path(__file__).parent.parent / "src" / "kohkol"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
HEADER = (
    "Language: en\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
)
CALLS = {  # where the context, the text and its plural stand among the arguments
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
    "gettext_noop": (None, 0, None),
}
# Refusals translate their sentence and next step themselves (kohkol/refusals.py): where the sentence stands among the
# arguments, also of what raises them.
REFUSALS = {"Refused": 0, "NotPermitted": 0, "Conflict": 0, "Invalid": 0, "NotNow": 0, "needed": 2}
TEMPLATE_CALL = re.compile(r"""\b(_|n?p?gettext)\(((?:u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"),?\s*)+)""", re.DOTALL)
FIELD = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) (".*")$')


@dataclass(frozen=True, order=True)
class Text:
    """One text of the screens, as gettext knows it."""

    words: str
    context: str = ""
    plural: str = ""


@dataclass
class Entry:
    """The English of one text (two forms where it has a plural), and the files that show it."""

    english: list[str]
    files: list[str] = field(default_factory=list)


Catalogue = dict[Text, Entry]


def _text(call: str, words: list[str]) -> Text:
    context, text, plural = CALLS[call]
    return Text(words[text], "" if context is None else words[context], "" if plural is None else words[plural])


def texts_of_template(source: str) -> Iterator[Text]:
    """What a template shows through translate, blocktranslate and _("…"), in its order."""
    for call, arguments in TEMPLATE_CALL.findall(templatize(source)):
        yield _text(call, list(ast.literal_eval(f"({arguments.rstrip().rstrip(',')},)")))


def texts_of_python(source: str) -> Iterator[Text]:
    """What a module says through gettext and its kin. Raises ValueError where the words are not written there."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS:
            place = REFUSALS[node.func.id]
            said = [*node.args[place : place + 1], *(word.value for word in node.keywords if word.arg == "next_step")]
            yield from (Text(str(one.value)) for one in said if isinstance(one, ast.Constant) and one.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            needed = max(place for place in CALLS[node.func.id] if place is not None) + 1
            words = [one.value for one in node.args[:needed] if isinstance(one, ast.Constant)]
            if len(words) < needed:
                raise ValueError(f"line {node.lineno}: the words of {node.func.id}() must stand there as they are")
            yield _text(node.func.id, [str(one) for one in words])


def texts_on_screens() -> dict[Text, list[str]]:
    """Every text under src/kohkol with the files that show it."""
    found: dict[Text, list[str]] = {}
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or (path.suffix != ".py" and "templates" not in path.parts):
            continue
        read = texts_of_python if path.suffix == ".py" else texts_of_template
        name = path.relative_to(SOURCE).as_posix()
        if name.startswith(("channels/", "engine/")):  # without Django; refusals of networks are stored, in Indonesian
            continue
        for text in read(path.read_text(encoding="utf-8")):
            files = found.setdefault(text, [])
            if name not in files:
                files.append(name)
    return found


def read_catalogue(written: str) -> Catalogue:
    """The entries of a .po file, without its header."""
    entries: Catalogue = {}
    for block in written.split("\n\n"):
        fields: dict[str, str] = {}
        at = ""
        for line in block.splitlines():
            if match := FIELD.match(line):
                at = match[1]
                fields[at] = ast.literal_eval(match[2])
            elif line.startswith('"'):
                fields[at] += ast.literal_eval(line)
        if fields.get("msgid"):
            files = [line[3:] for line in block.splitlines() if line.startswith("#: ")]
            english = [words for name, words in fields.items() if name.startswith("msgstr")]
            text = Text(fields["msgid"], fields.get("msgctxt", ""), fields.get("msgid_plural", ""))
            entries[text] = Entry(english, files)
    return entries


def written_catalogue(entries: Catalogue) -> str:
    """The .po file of these entries; each text on one line, so that a change reads as one line."""
    blocks = [f'msgid ""\nmsgstr {_quoted(HEADER)}']
    for text, entry in entries.items():
        lines = [f"#: {name}" for name in entry.files]
        if "%(" in text.words:
            lines.append("#, python-format")
        lines += [f"msgctxt {_quoted(text.context)}"] if text.context else []
        lines.append(f"msgid {_quoted(text.words)}")
        if text.plural:
            lines.append(f"msgid_plural {_quoted(text.plural)}")
            lines += [f"msgstr[{n}] {_quoted(words)}" for n, words in enumerate(entry.english)]
        else:
            lines.append(f"msgstr {_quoted(entry.english[0])}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def compiled(entries: Catalogue) -> bytes:
    """The .mo file of these entries, as the GNU gettext manual lays it out; texts without English are left out."""
    pairs = {b"": HEADER.encode()}
    for text, entry in entries.items():
        if all(entry.english):
            name = f"{text.context}\x04{text.words}" if text.context else text.words
            pairs["\0".join([name, text.plural] if text.plural else [name]).encode()] = "\0".join(
                entry.english
            ).encode()
    names = sorted(pairs)
    start = 28 + 16 * len(names)
    tables: list[list[int]] = []
    for column in (names, [pairs[name] for name in names]):
        table = []
        for words in column:
            table += [len(words), start]
            start += len(words) + 1
        tables.append(table)
    head = struct.pack("<7I", 0x950412DE, 0, len(names), 28, 28 + 8 * len(names), 0, 0)
    numbers = [number for table in tables for number in table]
    words = b"".join(one + b"\0" for one in [*names, *(pairs[name] for name in names)])
    return head + struct.pack(f"<{len(numbers)}I", *numbers) + words


def main() -> int:
    """Bring the catalogue up to date and compile it; the number of texts without English decides the exit code."""
    known = read_catalogue(CATALOGUE.read_text(encoding="utf-8")) if CATALOGUE.exists() else {}
    entries = {
        text: Entry(known[text].english if text in known else ["", ""] if text.plural else [""], files)
        for text, files in texts_on_screens().items()
    }
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(written_catalogue(entries), encoding="utf-8")
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(entries))
    missing = [text.words for text, entry in entries.items() if not all(entry.english)]
    print(f"{len(entries)} texts, {len(missing)} without English, {len(known.keys() - entries.keys())} dropped")
    for words in missing:
        print(f"  {words}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
