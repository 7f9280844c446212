"""What a format writes in processes of their own that hash strings in other ways."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
import hashlib, sys
import copydesk
from copydesk.testing.documents import every_node
print(hashlib.sha256(copydesk.export(every_node(), sys.argv[1])).hexdigest())
"""
SEEDS = ("0", "1", "4242")


def digests(name: str) -> set[str]:
    """The SHA-256 digests of `every_node()` in the format `name`: one, if all is well."""
    return {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, name],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in SEEDS
    }
