"""What it is worth that two readers agree: counted on made answers."""

from model_export.reader.compare import agreement

SURE = 0.9


def answers(*rows: tuple[str, str, float, int]) -> tuple[list[dict], list[dict], list[str]]:
    """(ours, the other's, our confidence, how often) rows; the truth is always 'a'."""
    own = [{"printed": ours, "confidence": sure} for ours, _, sure, count in rows for _ in range(count)]
    other = [{"printed": theirs, "confidence": 0} for _, theirs, _, count in rows for _ in range(count)]
    return own, other, ["a"] * len(own)


def test_agreement_raises_the_odds():
    # Of those in agreement, 45 of 46 are right, where the confidence alone says half.
    factor = agreement(*answers(("a", "a", 0.5, 45), ("b", "b", 0.5, 1), ("a", "c", 0.5, 5), ("b", "a", 0.5, 49)), SURE)
    assert 20 < factor < 45


def test_what_the_confidence_says_already_does_not_count_twice():
    """Most that both read alike was easy: 90 of 100 right are no news where the confidence is 0.9."""
    assert agreement(*answers(("a", "a", 0.89, 89), ("b", "b", 0.89, 11), ("b", "a", 0.1, 300)), SURE) < 1.1


def test_it_never_lowers_them():
    assert agreement(*answers(("b", "b", 0.5, 60), ("a", "c", 0.5, 60)), SURE) == 1.0


def test_sure_links_do_not_count():
    assert agreement(*answers(("a", "a", 0.99, 500), ("a", "a", 0.5, 5)), SURE) is None
