"""Print link texts of every kind, then things that are none."""

from __future__ import annotations

import argparse

import numpy as np

from training.links.generate import KINDS, hard_negative, random_link


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.links.generate", description=__doc__)
    parser.add_argument("--show", type=int, default=40, metavar="N", help="how many links to print (default 40)")
    parser.add_argument("--kind", choices=KINDS, help="only this kind")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    rng = np.random.default_rng(arguments.seed)
    for _ in range(arguments.show):
        link = random_link(rng, arguments.kind)
        print(f"{link.kind:7} {link.text}")
    print()
    for _ in range(arguments.show // 2):
        print(f"none    {hard_negative(rng)}")


if __name__ == "__main__":
    main()
