"""Coded quotes from a REFI-QDA project (.qdpx) or codebook (.qdc), as QualCoder, MAXQDA, NVivo and ATLAS.ti export them."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from corcyra.casebook.decoding import decoded
from corcyra.casebook.qda_positions import Positions, positions
from corcyra.errors import DataError
from corcyra.files import UNREADABLE_ZIP

__all__ = ["QdaCode", "QdaProject", "Quote", "read_qda"]

LARGEST = 200_000_000
"""Bytes of one file of a project that are read. Ours: a thousand books of text; more is no text, or a trap."""
UNREAD = {
    "PDFSelection": "areas of a PDF page",
    "PictureSelection": "areas of a picture",
    "AudioSelection": "stretches of a recording",
    "VideoSelection": "stretches of a film",
    "TranscriptSelection": "stretches of a transcript",
}
"""Selections that are no quote, and what they are called."""
Element = ElementTree.Element


@dataclass(frozen=True)
class QdaCode:
    """A code: its identifier, name, the names above it, and its description."""

    guid: str
    name: str
    above: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class Quote:
    """A coded passage: the text, its document, start and end in the document's characters, the codes, and who coded."""

    guid: str
    document: str
    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    coders: tuple[str, ...]
    memo: str


@dataclass(frozen=True)
class QdaProject:
    """What a project holds: ``not_read`` counts (kind, document, number) coded selections that are no text; ``notes`` are for the reader."""

    name: str
    origin: str
    codes: tuple[QdaCode, ...]
    quotes: tuple[Quote, ...]
    not_read: tuple[tuple[str, str, int], ...]
    notes: tuple[str, ...]


def read_qda(file: str | Path) -> QdaProject:
    """Read a project or a codebook.

    The standard is REFI-QDA 1.5 (2019): a zip with ``project.qde`` and the folder ``sources``; a text selection is a start and an end in Unicode code points
    of the plain text. Where the names that programs give to selections show that a program counted otherwise, its way of counting is used and noted. Nothing is
    unpacked to disk.

    Raises `DataError` for a damaged or encrypted zip, for paths that lead out of it, for a source that is lacking, for XML that is broken or has entities of
    its own, for positions outside the text.
    """
    path = Path(file)
    if path.suffix.casefold() == ".qdc":
        root = parsed(whole(path), path, path.name)
        return QdaProject(path.stem, str(root.get("origin", "")), tuple(codes(root, ())), (), (), ())
    try:
        with zipfile.ZipFile(path) as archive:
            members = checked(archive, path)
            return project(archive, members, path)
    except UNREADABLE_ZIP as problem:
        raise DataError(f"this is no whole zip file: {problem}. Export the project again.", file=path) from problem
    except OSError as problem:
        raise unreadable(path, problem) from problem


def unreadable(path: Path, problem: OSError) -> DataError:
    """A file that the disk does not give."""
    return DataError(f"the file cannot be read: {problem.strerror or problem}. Check the name and the folder.", file=path)


def whole(path: Path) -> bytes:
    """A file's bytes."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise unreadable(path, problem) from problem


def checked(archive: zipfile.ZipFile, path: Path) -> Mapping[str, zipfile.ZipInfo]:
    """The members by name, in small letters; none may lead out of the zip, be locked, or be larger than text is."""
    found: dict[str, zipfile.ZipInfo] = {}
    for each in archive.infolist():
        name = each.filename.replace("\\", "/")
        if outside(name):
            raise DataError(f"the path {each.filename!r} in it leads out of the project. Such a file is not opened: export it again.", file=path)
        if each.flag_bits & 1:
            raise DataError(f"{each.filename} in it is locked by a password. Export the project without one.", file=path)
        found[name.casefold()] = each
    return found


def outside(name: str) -> bool:
    """Whether a path leads out of the folder it stands in."""
    return name.startswith("/") or bool(re.match(r"[A-Za-z]:", name)) or ".." in PurePosixPath(name).parts


def content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> bytes:
    """The bytes of a member."""
    if member.file_size > LARGEST:
        raise DataError(f"{member.filename} in it has {member.file_size:,} bytes, more than any text. Take it out of the project.", file=path)
    return archive.read(member)


def parsed(raw: bytes, path: Path, name: str) -> Element:
    """XML without entities of its own, which could be made to fill the memory."""
    if re.search(rb"<!(DOCTYPE|ENTITY)", raw.replace(b"\0", b"")):
        raise DataError(f"{name} declares entities, which no export needs. Such a file is not opened.", file=path)
    try:
        return ElementTree.fromstring(raw)
    except ElementTree.ParseError as problem:
        line = problem.position[0]
        raise DataError(f"{name} is broken in its line {line}: {problem}. Export the project again.", file=path) from problem
    except (ValueError, LookupError) as problem:
        raise DataError(f"{name} is in an encoding that XML does not have: {problem}. Export the project again.", file=path) from problem


def local(element: Element) -> str:
    """The name of an element without its namespace, which differs between versions of the standard."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element, *names: str) -> Iterator[Element]:
    """The direct children of some names."""
    return (each for each in element if local(each) in names)


def guid(text: str | None) -> str:
    """An identifier in one form: programs write it with and without braces, in large and small letters.

    >>> guid("{A1-B2}")
    'a1-b2'
    """
    return (text or "").strip("{} ").casefold()


def codes(element: Element, above: tuple[str, ...]) -> Iterator[QdaCode]:
    """The codes below an element, parents first."""
    for each in element:
        if local(each) == "Code":
            name = (each.get("name") or "").strip()
            told = " ".join(" ".join(part.text or "" for part in children(each, "Description")).split())
            yield QdaCode(guid(each.get("guid")), name, above, told)
            yield from codes(each, (*above, name))
        elif local(each) in ("CodeBook", "Codes"):
            yield from codes(each, above)


def project(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], path: Path) -> QdaProject:
    """The whole project."""
    heads = [name for name in members if name.endswith(".qde")]
    if len(heads) != 1:
        raise DataError(f"there are {len(heads)} .qde files in it, not one. This is no REFI-QDA project.", file=path)
    root = parsed(content(archive, members[heads[0]], path), path, heads[0])
    known = tuple(codes(root, ()))
    users = {guid(each.get("guid")): each.get("name") or "" for group in children(root, "Users") for each in group}
    reading = Reading(archive, members, path, {each.guid: each.name for each in known}, users)
    quotes: list[Quote] = []
    notes: list[str] = []
    left: Counter[tuple[str, str]] = Counter()
    for group in children(root, "Sources"):
        for source in group:
            title = source.get("name") or guid(source.get("guid"))
            for each in source.iter():
                if local(each) in UNREAD and any(children(each, "Coding")):
                    left[UNREAD[local(each)], title] += 1
            for text in [source] if local(source) == "TextSource" else children(source, "Representation", "TextDescription"):
                quotes += reading.quotes(text, title, notes)
    not_read = tuple((kind, title, count) for (kind, title), count in sorted(left.items()))
    return QdaProject(root.get("name") or path.stem, root.get("origin") or "", known, tuple(merged(quotes)), not_read, tuple(notes))


@dataclass(frozen=True)
class Reading:
    """A project that is being read: its zip, the names of codes and of users."""

    archive: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]
    path: Path
    codes: Mapping[str, str]
    users: Mapping[str, str]

    def quotes(self, source: Element, title: str, notes: list[str]) -> Iterator[Quote]:
        """The coded passages of a document."""
        chosen = [each for each in children(source, "PlainTextSelection") if any(children(each, "Coding"))]
        if not chosen:
            return
        text = self.text(source, title)
        spans = [self.span(each, title) for each in chosen]
        counted = positions(text, [(start, end, each.get("name") or "") for each, (start, end) in zip(chosen, spans, strict=True)])
        notes += [f"{title}: {counted.note}"] if counted.note else []
        for each, (start, end) in zip(chosen, spans, strict=True):
            yield self.quote(each, title, counted, start, end)

    def quote(self, each: Element, title: str, counted: Positions, start: int, end: int) -> Quote:
        """One coded passage."""
        passage = counted.passage(start, end)
        if passage is None:
            raise DataError(f"a passage of {title} runs from {start} to {end}, outside its text. Export the project again.", file=self.path)
        named, coders = [], []
        for coding in children(each, "Coding"):
            target = next((guid(ref.get("targetGUID")) for ref in children(coding, "CodeRef")), "")
            if target not in self.codes:
                raise DataError(f"a passage of {title} has a code that the codebook lacks ({target}). Export the project again.", file=self.path)
            named.append(self.codes[target])
            coders.append(self.users.get(guid(coding.get("creatingUser") or each.get("creatingUser")), ""))
        memo = " ".join(" ".join(part.text or "" for part in children(each, "Description")).split())
        return Quote(guid(each.get("guid")), title, start, end, passage, tuple(named), tuple(coders), memo)

    def span(self, each: Element, title: str) -> tuple[int, int]:
        """Start and end of a selection."""
        try:
            return int(each.get("startPosition", "")), int(each.get("endPosition", ""))
        except ValueError:
            raise DataError(f"a passage of {title} has no start or end. Export the project again.", file=self.path) from None

    def text(self, source: Element, title: str) -> str:
        """The plain text of a document: in the project file, or beside it in the zip."""
        inline = next(children(source, "PlainTextContent"), None)
        if inline is not None:
            return inline.text or ""
        place = (source.get("plainTextPath") or "").replace("\\", "/")
        kind, _, name = place.partition("://")
        if kind.casefold() != "internal":
            where = f"stands outside the project ({place})" if place else "has no plain text"
            raise DataError(f"the document {title} {where}. Export the project with its sources.", file=self.path)
        if outside(name.removeprefix("/")):
            raise DataError(f"the path {place!r} of {title} leads out of the project. Such a file is not opened.", file=self.path)
        name = name.removeprefix("/").casefold()
        member = next((self.members[each] for each in (f"sources/{name}", name) if each in self.members), None)
        if member is None:
            raise DataError(f"the source {name} of the document {title} is lacking in it. Export the project again.", file=self.path)
        return decoded(content(self.archive, member, self.path), f"{self.path}/{member.filename}")


def merged(quotes: list[Quote]) -> Iterator[Quote]:
    """Passages with several codes as one: some programs write a selection for each code."""
    found: dict[tuple[str, int, int], Quote] = {}
    for each in quotes:
        at = each.document, each.start, each.end
        before = found.get(at)
        if before is None:
            found[at] = each
            continue
        memo = " ".join(dict.fromkeys(filter(None, (before.memo, each.memo))))
        found[at] = Quote(
            before.guid, before.document, before.start, before.end, before.text, before.codes + each.codes, before.coders + each.coders, memo
        )
    yield from found.values()
