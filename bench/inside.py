"""Run one of the bench's tasks inside the product: ``python -m bench.inside TASK ARGUMENTS`` prints JSON."""

import json
import sys

import django


def main() -> None:
    """Run the task named on the command line."""
    django.setup()
    from bench import tasks  # noqa: PLC0415 - its models exist only now

    print(json.dumps(getattr(tasks, sys.argv[1])(*sys.argv[2:])))


if __name__ == "__main__":
    main()
