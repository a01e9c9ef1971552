"""
The page of what the checks counted: a section a check, each replaced by its next run.

    python export/zoo/page.py TITLE COMMAND LOG …             # a section from what check_zoo.py printed, as of a run that was stopped
"""

from __future__ import annotations

import argparse
import importlib.metadata
import re
from collections import defaultdict
from pathlib import Path

from psld import Table

HEAD = """# What the differentiator was tried on

Counts of `export/zoo/check_zoo.py`, which writes this page; what counts as right is said at the head of that script. Each section is
that of one run, or of the lines of several, as is said there. Of what is not right, cases of one kind are one line: how many, the first of them, and what was said of the first.
"""
SHOWN = 6


def versions(*names: str) -> str:
    found = []
    for name in names:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            pass
    return ", ".join(found)


def kind(text: str) -> str:
    """What two messages have in common that say the same of different models."""
    text = re.sub(r"(not exported|not run by ONNX Runtime|Could not find an implementation).*", r"\1", text, flags=re.S)
    text = re.sub(r"/\S*|“[^”]*”|\"[^\"]*\"|'[^']*'|\[[^\]]*\]", "…", text)
    text = re.sub(r"\bat node .*|\w+ → \w+|Node:.*", "…", text)
    return re.sub(r"[\w./]*\d[\w./]*", "0", text)


def shown(text: str) -> str:
    """One message as a cell: no folders of the run, no line ends."""
    text = re.sub(r"/tmp/[\w./-]*/", "", text.strip())
    text = re.sub(r"\s*\n\s*", " · ", text).replace("|", "\\|").replace("psld: ", "")
    return text if len(text) <= 400 else text[:400].rsplit(" ", 1)[0] + " …"


def section(what: str, command: str, made_by: str, table: Table, peers: Table) -> str:
    lines = [f"## {what}", "", f"    {command}", "", f"With {made_by}.", "",
             "|  | " + " | ".join(Table.WORDS) + " | largest error of what is right |", "|---" * 7 + "|", table.row("psld")]
    if sum(peers.counts.values()):
        lines.append(peers.row("onnx-ad"))
    for word in Table.WORDS[1:]:
        groups = defaultdict(list)
        for name, text in table.lines[word]:
            groups[kind(text)].append((name, text))
        if not groups:
            continue
        lines += ["", f"### {word.capitalize()}", "", "| how many | which | what was said |", "|---|---|---|"]
        for cases in sorted(groups.values(), key=len, reverse=True):
            names = ", ".join(f"`{name}`" for name, _ in cases[:SHOWN]) + (", …" if len(cases) > SHOWN else "")
            lines.append(f"| {len(cases)} | {names} | {shown(cases[0][1])} |")
    return "\n".join(lines) + "\n"


def write(page: Path, what: str, text: str) -> None:
    """Puts a section in the place of the last one of its name, or behind the others."""
    old = page.read_text(encoding="utf-8") if page.exists() else HEAD
    parts = re.split(r"(?m)^(?=## )", old)
    kept = [p for p in parts[1:] if not p.startswith(f"## {what}\n")]
    page.write_text("\n".join([HEAD, *sorted(p.strip("\n") + "\n" for p in [*kept, text])]), encoding="utf-8")


def read(table: Table, log: Path) -> None:
    """Takes the lines of a log; those of a name that was there before replace these."""
    fresh = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        word, rest = line[:13].strip(), line[14:]
        if word in Table.WORDS and line[13:14] == " ":
            end = 44 if rest[44:45] in ("", " ") else rest.index(" ", 44)
            fresh[rest[:end].strip()] = (word, rest[end:].strip())
    for lines in table.lines.values():
        lines[:] = [(name, text) for name, text in lines if name not in fresh]
    for name, (word, text) in fresh.items():
        table.lines[word].append((name, text))
    for word, lines in table.lines.items():
        table.counts[word] = len(lines)
    figures = [float(text) for _, text in table.lines["right"] if re.fullmatch(r"[\d.]+e[-+]\d+", text)]
    table.worst = max(figures, default=0.0)


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes a section from what check_zoo.py printed, later logs over earlier ones.")
    parser.add_argument("title")
    parser.add_argument("command", help="what was run, and what is to be known about it")
    parser.add_argument("logs", nargs="+", type=Path)
    parser.add_argument("--page", type=Path, default=Path("docs/zoo.md"))
    parser.add_argument("--packages", default="torch,onnx,onnxruntime")
    args = parser.parse_args()
    table = Table()
    for log in args.logs:
        read(table, log)
    write(args.page, args.title, section(args.title, args.command, versions(*args.packages.split(",")), table, Table()))


if __name__ == "__main__":
    main()
