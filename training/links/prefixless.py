"""Links that do not say that they are one: mail addresses, DOIs, bare hosts. The twin of web_src/links/prefixless.js."""

from __future__ import annotations

from dataclasses import replace

from training.links import hosts
from training.links.authority import authority_at, host_end, label_at
from training.links.link import Link, encoded, link_of
from training.links.link_end import path_end, quote_before, rest_of_link
from training.links.prefixed import is_foreign
from training.links.rules import RULES, ascii_lower, found_in, match_at

LIMITS, PATTERNS = RULES["limits"], RULES["patterns"]


def prefixless_at(text: str, small: str, index: int, start: bool) -> Link | None:
    """A mail address, a DOI or a bare host: told by what they are made of alone."""
    return (_after_year(text, small, index) or _mail_at(text, small, index) or _doi_at(text, small, index)
            or _domain_at(text, small, index, start))


def _after_year(text: str, small: str, index: int) -> Link | None:
    """2012.example.org, or Lyon.2012.example.org: the year ends the sentence before, the space behind its full stop unseen."""
    year = match_at(PATTERNS["year"], small, index)
    if not year or (index > 0 and match_at(RULES["before"]["domain"], small, index - 1)) or is_foreign(small, index):
        return None
    at = year.end()
    link = _mail_at(text[at:], small[at:], 0) or _domain_at(text[at:], small[at:], 0, False)
    return link and replace(link, start=link.start + at, end=link.end + at, certain=False,
                            doubts=tuple(dict.fromkeys([*link.doubts, "glued"])))


def _mail_at(text: str, small: str, index: int) -> Link | None:
    begin = index + 7 if small.startswith("mailto:", index) else index
    if not match_at("[0-9A-Za-z_]", text, begin) or match_at(PATTERNS["login"], small, begin):
        return None
    before = index
    while before > 0 and text[before - 1] in ".%+-":
        before -= 1
    if before > 0 and (match_at("[0-9a-z_]", small, before - 1) or found_in(RULES["before"]["mail"], text[before - 1])):
        return None
    local = match_at(PATTERNS["local"] + "+@", text, begin)
    if not local or len(local[0]) - 1 > LIMITS["local"] or found_in(r"\.\.|\.@", local[0]):
        return None
    if is_foreign(small, index):
        return None
    authority = authority_at(text, local.end(), port=False)
    if authority is None or not authority.known or hosts.is_ipv4(authority.name) or authority.host.startswith("["):
        return None
    if match_at(RULES["after"]["mail"], small, authority.end):
        return None
    end, doubts = authority.end, list(authority.doubts)
    if begin > index and match_at(r"\?", text, end):
        end = path_end(text, end, None)
    elif match_at(PATTERNS["oddAfterHost"] + "|/", text, end):
        doubts.append("odd")
    href = "mailto:" + local[0].replace("%", "%25") + authority.name + encoded(text[authority.end:end])
    return link_of(text, "mail", index, end, href, doubts)


def _doi_at(text: str, small: str, index: int) -> Link | None:
    if small[index] not in "d1" or (index > 0 and match_at(RULES["before"]["doi"], small, index - 1)):
        return None
    prefix = match_at(RULES["doi"]["prefix"], small, index)
    if not prefix or is_foreign(small, index):
        return None
    end = path_end(text, prefix.end(), quote_before(text, index))
    if end == prefix.end():
        return None
    suffix = text[prefix.end():end]
    doubts = ["number"] if match_at(RULES["doi"]["short"], suffix, 0) else []
    # A resolver would take ? and # for the ends of the number.
    href = RULES["doi"]["resolver"] + prefix[1] + encoded(suffix).replace("?", "%3F").replace("#", "%23")
    return link_of(text, "doi", index, end, href, doubts)


def _domain_at(text: str, small: str, index: int, start: bool) -> Link | None:
    # `https:` may stand at the end of the line above.
    scheme_above = start and found_in(PATTERNS["schemeAbove"], small[:index])
    if index > 0 and match_at(RULES["before"]["domain"], small, index - 1) and not scheme_above:
        return None
    if small[max(0, index - 2):index] == "::" or not label_at(text, index):
        return None
    if "." not in text[index:host_end(text, index)] or is_foreign(small, index):
        return None
    authority = authority_at(text, index)
    if authority is None or not authority.known or hosts.is_ipv4(authority.name) or "." not in authority.host:
        return None
    if match_at(RULES["after"]["domain"], text, authority.end):
        return None
    end, doubts = rest_of_link(text, index, authority.end)
    doubts = [*(["glued"] if scheme_above else []), *authority.doubts, *doubts]
    for guard in RULES["domainGuards"]:
        if guard.get("unlessPath") and end > authority.end:
            continue
        if found_in(guard["pattern"], authority.host if guard.get("asPrinted") else ascii_lower(authority.host)):
            if guard["verdict"] == "none":
                return None
            doubts.append(guard["verdict"])
    href = f"https://{authority.name}{authority.port}{encoded(text[authority.end:end])}"
    return link_of(text, "domain", index, end, href, doubts)
