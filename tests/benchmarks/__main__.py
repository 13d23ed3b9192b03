"""``make bench``: JSON lines of name, value, limit measured in the same run, ratio.

``QUICK=1`` stays under a minute. Ratios are what counts; machines are noisy.
"""

import json
import os
import resource
import sys

import django


def main() -> None:
    """Run every benchmark on a scratch database and print a line for each."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    os.environ.setdefault("HUIYIN_SECRET", "benchmark")
    os.environ["HUIYIN_MAIL_URL"] = "smtp://127.0.0.1:9"  # deliveries are made, none is sent
    from tests.benchmarks import scratch

    with scratch.database():
        django.setup()
        from tests.benchmarks import (
            backtest,
            compliance,
            confirmations,
            deadlines,
            due,
            fanout,
        )

        quick = bool(os.environ.get("QUICK"))
        scratch.prepare(people=10_000 if quick else 100_000)
        for module in (due, backtest, fanout, confirmations, deadlines, compliance):
            for line in module.lines(quick=quick):
                line["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
                sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
