"""The language model: which characters follow which in printed links."""
