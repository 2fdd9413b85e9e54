"""
What importing costs over bare Python, in fresh processes, interleaved, with the modules compiled.

    python bench/imports.py [--rounds 15]

Targets: `import rural_taobao` at most 80 ms over bare Python, `from rural_taobao import settle` at most 150 ms.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time

STATEMENTS = {
    "bare Python": "pass",
    "import attrs": "import attrs",
    "import rural_taobao": "import rural_taobao",
    "from rural_taobao import settle": "from rural_taobao import settle",
    "from rural_taobao import read_plan": "from rural_taobao import read_plan",
    "import rural_taobao.cli": "import rural_taobao.cli",
}


def milliseconds(statement: str, compiled: str) -> float:
    """Time one fresh process, which keeps compiled modules in a folder, whatever is said about that elsewhere."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PYTHONPYCACHEPREFIX": compiled}
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True, env=environment)
    return (time.perf_counter() - start) * 1000


def main() -> int:
    """Time every statement in turns and print the best of each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    best = dict.fromkeys(STATEMENTS, float("inf"))
    with tempfile.TemporaryDirectory() as compiled:
        for statement in STATEMENTS.values():
            milliseconds(statement, compiled)
        for _ in range(rounds):
            for name, statement in STATEMENTS.items():
                best[name] = min(best[name], milliseconds(statement, compiled))
    bare = best["bare Python"]
    for name, figure in best.items():
        print(f"{name:<38}{figure:8.1f} ms  {figure - bare:8.1f} ms over bare Python")
    return 0


if __name__ == "__main__":
    sys.exit(main())
