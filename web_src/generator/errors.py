"""The one error the site generator raises for what the person at the keyboard can mend."""


class BuildError(Exception):
    """The site cannot be built; the text says what is wrong, where, and what to do."""
