"""Readers to compare: each takes a picture and says which links it sees, in how many seconds.

A reader is a context manager with a ``name``, a ``key`` (of its cache), a ``version``
(what it read belongs to it), ``size`` (bytes of its models) and

    read(path) → {'seconds': float, 'links': [{'text', 'sure', 'alternatives'}]}
              or {'seconds': float, 'lines': [text]}, to which our link rules are applied.
"""
