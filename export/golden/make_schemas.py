"""Writes what the ONNX schemas say of every operator that has a pullback rule: src/test/resources/golden/schemas.json.

    python export/golden/make_schemas.py

The tests take from it at which opsets a case is valid, and which attributes there are to be covered.
"""

import json
import re
from pathlib import Path

from onnx import defs

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "src/main/java/dev/psld/autodiff/rule"
TARGET = ROOT / "src/test/resources/golden/schemas.json"
NEWEST = 26


def operators():
    names = set()
    for file in sorted(RULES.glob("*Rule.java")):
        listed = re.search(r"return List\.of\((.*?)\);", file.read_text(), re.S)
        names.update(re.findall(r'"(\w+)"', listed.group(1)))
    return names


def version(schema):
    required = [n for n, a in schema.attributes.items() if a.required]
    return {
        "since": schema.since_version,
        "deprecated": schema.deprecated,
        "inputs": min(schema.max_input, 1 << 20),
        "attributes": sorted(schema.attributes),
        "required": sorted(required),
    }


def main():
    known = {}
    for schema in defs.get_all_schemas_with_history():
        if schema.domain == "" and schema.since_version <= NEWEST:
            known.setdefault(schema.name, {})[schema.since_version] = version(schema)
    lines = []
    for name in sorted(operators()):
        versions = [known[name][v] for v in sorted(known[name])]
        # What opset 11 replaced is of no use here.
        old = [v for v in versions if v["since"] <= 11]
        kept = old[-1:] + [v for v in versions if v["since"] > 11]
        lines.append(f'  "{name}": {json.dumps(kept)}')
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
