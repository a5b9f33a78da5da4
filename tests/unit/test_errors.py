import pytest

from graphkit.errors import (
    FetchByHand,
    FetchFailed,
    GraphkitError,
    NotFound,
    QueryRejected,
    SourceUnreadable,
    StoreUnavailable,
    ValidationFailed,
    outcome,
)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (SourceUnreadable("x"), (2, 422)),
        (ValidationFailed("x"), (1, 422)),
        (NotFound("x"), (3, 404)),
        (QueryRejected("x"), (4, 400)),
        (StoreUnavailable("x"), (5, 503)),
        (FetchFailed("x"), (6, 502)),
        (FetchByHand("x"), (7, 404)),
        (GraphkitError("x"), (1, 500)),
    ],
)
def test_each_error_has_one_exit_code_and_one_status(error: GraphkitError, expected: tuple[int, int]) -> None:
    assert outcome(error) == expected


def test_a_subclass_has_the_outcome_of_its_class() -> None:
    class ZipBomb(SourceUnreadable):
        pass

    assert outcome(ZipBomb("x")) == (2, 422)
