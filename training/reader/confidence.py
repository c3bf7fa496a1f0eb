"""How sure a whole link is, from how sure its characters are.

The twin of ``web_src/scan/confidence.js``; both are held to
``tests/vectors/confidence.json``.
"""

from __future__ import annotations

import re

import numpy as np

MOST = 12.0  # log-odds; beyond this nothing can be told apart: the fit has no strips there
NEUTRAL = [[x, float(1 / (1 + np.exp(-x)))] for x in np.arange(-MOST, MOST + 1)]  # before any calibration


def log_odds(product: float) -> float:
    """Log-odds of the product of a link's characters' confidences, within what can be told apart."""
    with np.errstate(divide="ignore"):
        return float(np.clip(np.log(product) - np.log1p(-product), -MOST, MOST))


def calibrated(product: float, curve: list[list[float]]) -> float:
    """The share of links that are right among those whose characters multiply to this.

    Args:
        product: 0..1.
        curve: [log-odds of the product, share], both rising.
    """
    xs, ys = zip(*curve)
    return float(np.interp(log_odds(product), xs, ys))


# Scheme, user and host: what stands before the path, the query or the fragment.
AUTHORITY = re.compile(r"(?:[a-z][a-z0-9+.-]*:/*)?(?:[^/?#]*@)?[^/?#]*", re.IGNORECASE)


def caseless(text: str, kind: str) -> range:
    """Where in a link's text it does not matter whether a letter is a capital: its scheme and host, all of a DOI.

    RFC 3986, section 3.2.2; DOI Handbook, section 2.4. User names and paths may tell them apart.
    """
    if kind == "doi":
        return range(len(text))
    end = AUTHORITY.match(text).end()
    return range(text.rfind("@", 0, end) + 1, end)


def agreed(confidence: float, factor: float) -> float:
    """Two readers that agree are righter than one: the odds of being right are multiplied."""
    return confidence * factor / (confidence * factor + 1 - confidence)
