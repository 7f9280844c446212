"""What installed plugins cost at start-up: medians of many runs, in milliseconds.

    python tests/benchmarks/startup.py [--plugins 20] [--runs 41]

Distributions that register an exporter, a reader and a transform each are put into a folder, as an
installer leaves them. A conversion to a built-in format, one to a plugin's, and the list of plugins
are then timed, each in turn with and without that folder on the path.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

CODE = """
from copydesk.hooks import FormatSpec, ReaderSpec, TransformSpec, hookimpl

COPYDESK_API = 1


@hookimpl
def register_exporters():
    return [FormatSpec(name="{name}", suffixes=(".{name}",), media_type="text/plain",
                       summary="{name}", exporter="{name}.impl:Exporter")]


@hookimpl
def register_readers():
    return [ReaderSpec(name="{name}", suffixes=(".{name}",), media_type="text/plain",
                       summary="{name}", reader="{name}.impl:Reader")]


@hookimpl
def register_transforms():
    return [TransformSpec(name="{name}", summary="{name}", transform="{name}.impl:Transform")]
"""
IMPL = """
from copydesk.hooks import FormatOptions


class Exporter:
    Options = FormatOptions

    def export(self, document, out, options, context):
        out.write(b"x")
"""


def install(site: Path, count: int) -> None:
    """Put `count` distributions into `site`."""
    for number in range(count):
        name = f"bench{number}"
        info = site / f"{name}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[copydesk]\n{name} = {name}\n")
        (site / name).mkdir()
        (site / name / "__init__.py").write_text(CODE.format(name=name))
        (site / name / "impl.py").write_text(IMPL)


def once(site: Path | None, folder: Path, *args: str) -> float:
    """Milliseconds that the command takes."""
    env = os.environ | ({"PYTHONPATH": str(site)} if site else {})
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "copydesk", *args],
        cwd=folder,
        env=env,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plugins", type=int, default=20)
    parser.add_argument("--runs", type=int, default=41)
    args = parser.parse_args()
    with TemporaryDirectory() as name:
        folder, site = Path(name), Path(name) / "site"
        (folder / "a.txt").write_text("A story about a lamp.\n")
        install(site, args.plugins)
        print(f"{'':<38}  none  {args.plugins:>4}  more")
        for what, without, with_them in (
            ("convert a.txt -t json", ["-t", "json"], ["-t", "json"]),
            ("convert a.txt -t FORMAT OF A PLUGIN", ["-t", "json"], ["-t", "bench0"]),
            ("convert --plugins", ["--plugins"], ["--plugins"]),
        ):
            more = [] if "--plugins" in without else ["a.txt", "-q", "-o", "-"]
            none: list[float] = []
            many: list[float] = []
            for _ in range(args.runs + 1):  # in turn, so that a busy machine is busy for both
                none.append(once(None, folder, *more, *without))
                many.append(once(site, folder, *more, *with_them))
            # The first run wrote byte code.
            medians = [statistics.median(runs[1:]) for runs in (none, many)]
            print(f"{what:<38} {medians[0]:5.0f} {medians[1]:5.0f} {medians[1] - medians[0]:+5.1f}")


if __name__ == "__main__":
    main()
