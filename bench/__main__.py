"""Run the measurements: `python -m bench` for all, `python -m bench lesson answers` for some."""

import signal
import sys
import time

from bench.registry import SCENARIOS
from bench.report import write
from bench.world import World, a_world


def main() -> int:
    """Run the scenarios named on the command line, all by default; each row is written at once.

    Returns 1 when a promise does not hold or a scenario broke off, 2 for a name nobody knows.
    """
    names = sys.argv[1:] or list(SCENARIOS)
    unknown = [name for name in names if name not in SCENARIOS]
    if unknown:
        print(f"Unknown: {', '.join(unknown)}. There are: {', '.join(SCENARIOS)}.")
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # leave nothing running behind
    with a_world() as world:
        return int(False in [_run(name, world) for name in names])


def _run(name: str, world: World) -> bool:
    """Run one scenario and return whether all its promises hold; a broken one does not stop the others."""
    print(f"{name}: {(SCENARIOS[name].__doc__ or '').splitlines()[0]}", flush=True)
    started, good = time.monotonic(), True
    try:
        for row in SCENARIOS[name](world):
            write(row)
            good &= row.holds
            print(
                f"{'holds' if row.holds else 'FAILS'}: {row.name}: {row.measured} ({row.bound})", flush=True
            )
    except (OSError, RuntimeError, ValueError) as error:
        print(f"BROKE OFF: {name}: {error}", flush=True)
        good = False
    print(f"  {name} took {time.monotonic() - started:.0f} s", flush=True)
    return good


if __name__ == "__main__":
    sys.exit(main())
