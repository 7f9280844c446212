"""What the kit runs in a process of its own: other hash seeds, other days, and what is imported.

    python -m copydesk.testing._child < job.json

The answer is JSON on standard output. Imports nothing of the kit, for imports are what it counts.
"""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any, Self


def run_in_child(
    job: Mapping[str, object], env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> dict[str, Any]:
    """The answer to `job` from a new interpreter, which sees the modules that this one sees."""
    done = subprocess.run(  # our own interpreter and module
        [sys.executable, "-m", "copydesk.testing._child"],
        input=json.dumps(job),
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **(env or {})},
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"it fails in a process of its own:\n{done.stderr.strip()}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def answer_to(job: Mapping[str, Any]) -> dict[str, Any]:
    """Do one job: `hook`, `export`, `read` or `transform`."""
    if job["do"] == "hook":
        return _modules_of_hook(job["module"], job["hook"])
    if job.get("now"):
        _set_clock(job["now"])
    before = set(sys.modules)
    output = _work(job)
    return {"output": output.hex(), "modules": sorted(set(sys.modules) - before)}


def _work(job: Mapping[str, Any]) -> bytes:
    """Export, read or transform as the job says; a tree comes back as JSON."""
    # Not before the clock is set and modules are counted.
    from copydesk.codec import from_json, to_json  # noqa: PLC0415 # see above
    from copydesk.formats import Context  # noqa: PLC0415 # see above
    from copydesk.older import lowered  # noqa: PLC0415 # see above
    from copydesk.options import make_options  # noqa: PLC0415 # see above

    context = Context(_ignore, name="harbour.txt")
    module, _, attribute = job["target"].partition(":")
    worker = getattr(import_module(module), attribute)()
    options = make_options(worker.Options, job["name"], job["options"])
    if job["do"] == "read":
        return to_json(worker.read(bytes.fromhex(job["data"]), options, context))
    document = from_json(job["document"])
    if job.get("api"):
        document = lowered(document, job["api"])
    if job["do"] == "transform":
        return to_json(worker.apply(document, options, context))
    out = BytesIO()
    worker.export(document, out, options, context)
    return out.getvalue()


def _modules_of_hook(module: str, hook: str) -> dict[str, Any]:
    """The modules that a plugin's hook brings in, beyond what `copydesk.hooks` needs."""
    import_module("copydesk.hooks")
    before = set(sys.modules)
    found = getattr(import_module(module), hook)()
    return {"modules": sorted(set(sys.modules) - before), "specs": len(found)}


_REAL = datetime.datetime


class _Kind(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _REAL)


class _Datetime(datetime.datetime, metaclass=_Kind):
    """A datetime for which it is always the same time, while others stay datetimes to it."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Self:
        return cls.fromtimestamp(time.time(), tz)


def _set_clock(now: float) -> None:
    """Make it another day, for whoever asks Python's clocks by their modules."""
    gmtime, localtime, strftime = time.gmtime, time.localtime, time.strftime
    time.time = lambda: now
    time.time_ns = lambda: int(now * 1e9)
    time.gmtime = lambda seconds=None: gmtime(now if seconds is None else seconds)
    time.localtime = lambda seconds=None: localtime(now if seconds is None else seconds)
    time.strftime = lambda form, *moment: strftime(form, *moment or (localtime(now),))
    datetime.datetime = _Datetime  # type: ignore[misc] # a clock to be read by others


def _ignore(diagnostic: object) -> None:
    """Nobody asked."""


if __name__ == "__main__":
    json.dump(answer_to(json.load(sys.stdin)), sys.stdout)
