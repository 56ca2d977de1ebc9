"""Write the checked-in JSON Schemas anew: ``python -m tests.files.write_schemas``."""

import json
from pathlib import Path

from engine.files.schema import overlay_schema, scenario_schema

DOCS = Path(__file__).parents[2] / "docs"

if __name__ == "__main__":
    for name, schema in (("scenario", scenario_schema()), ("overlay", overlay_schema())):
        text = json.dumps(schema, indent=2, ensure_ascii=False)
        (DOCS / f"{name}.schema.json").write_text(text + "\n", encoding="utf-8")
