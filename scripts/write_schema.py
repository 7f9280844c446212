"""Write the JSON Schema of the tree: python scripts/write_schema.py docs/tree.schema.json"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from copydesk.codec import json_schema

if __name__ == "__main__":
    text = json.dumps(json_schema(), indent=2, ensure_ascii=False)
    Path(sys.argv[1]).write_text(text + "\n", encoding="utf-8")
