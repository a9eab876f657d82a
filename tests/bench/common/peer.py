"""What the Python peers share: reading what was asked for, and the line that is printed at the end."""

import json
import sys
import time


def asked():
    """MODEL SIZE SEED from the command line; the size is customers (A, B) or seconds (C)."""
    if len(sys.argv) != 4 or sys.argv[1] not in ("A", "B", "C"):
        sys.exit("usage: MODEL SIZE SEED, with MODEL A or B and SIZE customers, or MODEL C and SIZE seconds")
    return sys.argv[1], float(sys.argv[2]), int(sys.argv[3])


def report(started, waited_s, responses_s):
    """Prints the result as one line of JSON. The clock stops before the sorting."""
    seconds = time.perf_counter() - started
    n = len(responses_s)
    responses_s.sort()
    result = {
        "n": n,
        "wq": waited_s / n,
        "mean": sum(responses_s) / n,
        "p99": responses_s[n * 99 // 100],
        "s": seconds,
    }
    print(json.dumps(result))
