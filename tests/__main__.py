"""`python3 -m tests [pytest's arguments]`: sets up everything, on a bare machine too, and runs all tests.

They run file by file in a few processes side by side; `-n 0` among the arguments runs them in one.
"""

import os
import sys

import bootstrap

MOST_PROCESSES = 4  # some hold TensorFlow and a Chromium each


def main() -> int:
    bootstrap.enter("site", "train", "test")
    try:
        bootstrap.node_modules()
        # Found or fetched now, so that a machine without one says so before the tests start.
        bootstrap.chromium()
    except bootstrap.SetupError as error:
        sys.exit(f"tests: {error}")
    import pytest

    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    return pytest.main([f"--numprocesses={processes}", "--dist=loadfile", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
