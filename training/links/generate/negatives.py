"""What looks like a link and is none."""

from __future__ import annotations

import numpy as np

from training.links.generate.any_words import any_word
from training.links.generate.draw import pick


def hard_negative(rng: np.random.Generator) -> str:
    """Something that looks like a link, or like the start of one, and is none."""
    word, other, third = any_word(rng), any_word(rng), any_word(rng)
    big, small = rng.integers(10, 2000), rng.integers(1, 60)
    two = rng.integers(10, 60)
    extension = pick(rng, ["txt", "jpg", "tex", "dll", "exe", "png", "doc", "cfg", "log", "xml", "html"])
    return pick(rng, [
        f"@{word}", f"@{word}_{other}", f"#{word}{small}", f"{word} @ {other}",
        f"C:\\{word}\\{other}.{extension}", f"D:\\{word.capitalize()}\\{other}", f"\\\\{word}\\{other}\\{third}",
        f"/usr/bin/{word}", f"/etc/{word}/{other}", f"~/.{word}rc", f"./{word}/{other}", f"../{word}/{other}.{extension}",
        f"// {word} the {other}", f"//{word}", f"/* {word} */", f"x = {small}; // {word} {other}",
        f"std::{word}", f"std::{word}<{other}>::{third}", f"{word.capitalize()}::{other}()", f"{word}->{other}",
        f"self.{word}_{other}({small})", f"{word}.{extension}", f"{word}_{small}.{extension}",
        f"s3://{word}/{other}", f"git://{word}/{other}", f"file:///{word}/{other}", f"jdbc:{word}://{other}",
        f"javascript:{word}()", f"data:{word},{other}", f"tel:+{big}{small}", f"smb://{word}", f"chrome://{word}",
        "the prefix http and its kin", "www stands for World Wide Web", "speaks HTTP and HTTPS", f"HTTP/{small % 3}.1",
        "http or https", "the WWW", "type http:// and then the name", "whether www. is needed",
        f"{small % 10}.{big}", f"{big}.{small:02}", f"{big:,}.{small:02}", f"pi = 3.1415{small}", f"${big}.{small:02}",
        f"ISBN 978-{small % 10}-{big}-{rng.integers(100, 999)}-{rng.integers(0, 9)}", f"ISSN {rng.integers(1000, 9999)}-{rng.integers(1000, 9999)}",
        f"v{small % 10}.{two}.{small}", f"version {small % 10}.{two}", f"{small}.{two}.{big}",
        f"e.g. {word}", f"i.e. {word}", f"e.g.{word}", "et al.", "a.m.", "p.m.", "U.S.A.", "Ph.D.", "z.B.", "d.h.", "u.a.m.",
        f"at {rng.integers(0, 24)}:{two}", f"{rng.integers(0, 24):02}:{two}:{two}", f"{small}:{big}", f"{small}/{two}",
        f"{small}/{two}/{big}", f"{small}.{rng.integers(1, 13)}.{rng.integers(1990, 2027)}", f"and/or {word}", f"{word}/{other}",
        f"the {word}.The {other}", f"{word}. {other}", f"{word}...{other}", f"pp. {small}-{big}", f"No. {big}/{small}",
        f"+{two} ({small}) {big}-{two}", f"<{word}>", f"</{word}>", f"&{word};", f"{word}@{other}", f"{word}=\"{other}\"",
        f"fig. {small}.{two}", f"§ {small}.{two}", f"{word}-{other}/{third}", f"{big}x{small}", f"{word}:{small}",
    ])
