"""Clashes: outputs that would take the place of inputs, or of each other, told before anything is read."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from rural_taobao.cli.folders import is_folder
from rural_taobao.cli.jobs import STATEMENTS, Job
from rural_taobao.cli.recognition import CALENDAR_FILE
from rural_taobao.documents import COUNTRYSIDE_FILES, NETWORK_FILES, SERVICE_FILES
from rural_taobao.documents.files import file_name

__all__ = ["clash"]


def clash(job: Job) -> str:
    """
    Say which output of a job would take the place of something else, by their real paths; nothing where none would.

    What would lie among the events, so that the next run takes it for some, is told as well.

    Example:
        >>> from rural_taobao.settlement import Scope
        >>> network, events, plans = Path("network"), (Path("events"),), (Path("plan.toml"),)
        >>> scope, out = Scope("2016-11"), Path("out")
        >>> clash(Job(network=network, events=events, plans=plans, scope=scope, ledger=out / "ledger.csv", out=out))
        ''
        >>> clash(Job(network=network, events=events, plans=plans, scope=scope, ledger=out / "statements.csv", out=out))
        'a ledger must be a file of its own, but statements go to out/statements.csv; name another one with --ledger'
    """
    out, ledger = _real(job.out), _real(job.ledger)
    folders = {"the network": [job.network], "events": job.events, "plans": job.plans}
    for what, paths in folders.items():
        if any(is_folder(path) and _real(path) == out for path in paths):
            but = f"{file_name(job.out)} holds {what}"
            return f"an output must go into a folder without input, but {but}; name another one with --out"
    statements = {_real(job.out / name): job.out / name for name in STATEMENTS}
    if ledger in statements:
        but = f"statements go to {file_name(statements[ledger])}"
        return f"a ledger must be a file of its own, but {but}; name another one with --ledger"
    for option, output, path in (("--ledger", ledger, job.ledger), *(("--out", *each) for each in statements.items())):
        for what in _inputs(job, output):
            but = f"{file_name(path)} is, or would be, {what}"
            return f"an output must not be among the input, but {but}; name another place with {option}"
    return ""


def _inputs(job: Job, output: Path) -> Iterator[str]:
    """Say as which inputs a file is read."""
    beside = (*NETWORK_FILES, *SERVICE_FILES, *COUNTRYSIDE_FILES, CALENDAR_FILE)
    if output in {_real(job.network / name) for name in beside}:
        yield "a file of the network"
    if _is_among(output, job.events, ".csv"):
        yield "one of the events"
    if _is_among(output, job.plans, ".toml"):
        yield "one of the plans"


def _is_among(file: Path, paths: Iterable[Path], suffix: str) -> bool:
    """Tell whether a file is one of some, or would be read with a folder of them."""
    return any(
        file.suffix == suffix and file.is_relative_to(_real(path)) if is_folder(path) else file == _real(path)
        for path in paths
    )


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
