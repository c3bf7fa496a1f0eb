"""Names of hosts: their form on the wire, and whether their ending is one that exists.

The twin of web_src/links/hosts.js, where the browser's URL and tldts do what is written out here.
"""

from __future__ import annotations

import functools
import ipaddress
import unicodedata

from publicsuffixlist import PublicSuffixList

from training.links.rules import RULES, ascii_lower, pattern


@functools.cache
def suffix_list() -> PublicSuffixList:
    """The ICANN part of the public suffix list: the private part names companies, not endings."""
    return PublicSuffixList(accept_unknown=False, only_icann=True)


def to_ascii(host: str) -> str | None:
    """A printed host as it goes over the wire: small letters, punycode; None where it cannot be a host's name."""
    labels = [_label_to_ascii(label) for label in host.split(".")]
    if None in labels or any(len(label) > RULES["limits"]["label"] for label in labels):
        return None
    # A last label of digits makes browsers read the whole as a number's address, in ways nobody prints.
    if labels[-1].isdigit() or ascii_lower(labels[-1])[:2] == "0x":
        return ".".join(labels) if is_ipv4(".".join(labels)) else None
    name = ".".join(labels)
    return name if len(name) <= RULES["limits"]["host"] else None


def _label_to_ascii(label: str) -> str | None:
    # Letter by letter: at the end of a word a capital sigma would become another letter.
    small = unicodedata.normalize("NFC", "".join(letter.lower() for letter in label))
    if small.startswith("xn--"):
        return small if _is_punycode(small) else None
    if small.isascii():
        return small
    return "xn--" + small.encode("punycode").decode("ascii")


def _is_punycode(label: str) -> bool:
    """Whether an xn-- label stands for a name that we would write with it."""
    try:
        name = label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return False
    allowed = pattern("^(?:<label>|<labelUnspaced>)$".replace("<label>", RULES["patterns"]["label"])
                      .replace("<labelUnspaced>", RULES["patterns"]["labelUnspaced"]))
    return not name.isascii() and bool(allowed.match(name)) and _label_to_ascii(name) == label


def is_ipv4(name: str) -> bool:
    """Four numbers as people print them; leading zeros would mean octal to a browser."""
    parts = name.split(".")
    return len(parts) == 4 and all(
        part.isascii() and part.isdigit() and len(part) <= 3 and int(part) <= 255 and str(int(part)) == part
        for part in parts)


def is_ipv6(name: str) -> bool:
    """`[…]` with an address in it."""
    try:
        ipaddress.IPv6Address(name[1:-1])
    except ValueError:
        return False
    return True


def has_known_suffix(name: str) -> bool:
    """Whether a name (in ASCII) is one that somebody may have registered under a suffix of the public list."""
    if name.startswith("www."):
        rest = name[4:]
        if is_suffix(rest):  # www.gov.uk is a site; www.de would be one named www
            return "." in rest
    return suffix_list().privatesuffix(name) is not None


def is_suffix(name: str) -> bool:
    """Whether a name (in ASCII) is a suffix of the public list itself."""
    return suffix_list().publicsuffix(name) == name
