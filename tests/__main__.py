"""`python3 -m tests [pytest's arguments]`: sets up everything, on a bare machine too, and runs all tests."""

import sys

import bootstrap


def main() -> int:
    bootstrap.enter("site", "train", "test")
    try:
        bootstrap.node_modules()
        # Found or fetched now, so that a machine without one says so before the tests start.
        bootstrap.chromium()
    except bootstrap.SetupError as error:
        sys.exit(f"tests: {error}")
    import pytest

    return pytest.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
