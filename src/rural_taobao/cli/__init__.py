"""
The command line: `rural-taobao demo`, `settle`, `compare`, `check`, `explain`, `network` and `places`.

It needs the extra `cli`; without it, one sentence says what to install.
"""

import sys
from importlib import import_module
from json import dumps

__all__ = ["main"]

_EXTRA = ("click", "rich")


def main() -> None:
    """
    Run the command that the arguments of the process name.

    Raises:
        SystemExit: Always; with 0 when all is done, 1 for faults in the input, 2 for wrong usage or a missing extra.
    """
    for name in _EXTRA:
        try:
            import_module(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
            message = (
                f"rural-taobao needs {name}, which is not installed; install it with: pip install 'rural_taobao[cli]'"
            )
            if "--json" in sys.argv:
                faults = [{"file": "", "row": 0, "place": "", "message": message}]
                sys.stdout.write(f"{dumps({'faults': faults}, indent=2)}\n")
            else:
                sys.stderr.write(f"{message}\n")
            sys.exit(2)
    from rural_taobao.cli.app import run

    run()
