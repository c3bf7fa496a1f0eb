"""Make the texts of links as people print them, and of things that only look like links.

    python -m training.links.generate --show 40

`random_link(rng)` gives a `PrintedLink`; `hard_negative(rng)` gives a string that no reader may offer as a link.
Both depend on `rng` alone, so a seed makes the same text on every machine.

Most links are plausible, because page makers need text that looks like print.
"""

from training.links.generate.negatives import hard_negative
from training.links.generate.printed import KINDS, PrintedLink, random_link

__all__ = ["KINDS", "PrintedLink", "hard_negative", "random_link"]
