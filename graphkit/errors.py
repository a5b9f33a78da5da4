"""Every error a user can meet, with the exit code and the HTTP status that go with it."""

from __future__ import annotations


class GraphkitError(Exception):
    """Base of all expected errors: its text is written for the user and says what to do next.

    Args:
        message: the text, in English, as commands and programs tell it.
        french: the same in French, with ordinary spaces; empty for what no visitor of the viewer meets by
            what he types or sends.
    """

    def __init__(self, message: str = "", *, french: str = "") -> None:
        super().__init__(message)
        self.french = french


class SourceUnreadable(GraphkitError):
    """An input cannot be read at all; the message names the file and the place."""


class ValidationFailed(GraphkitError):
    """A strict build met a Violation, or a document departs from a rule that binds."""


class NotFound(GraphkitError):
    """Nothing in the graph, or no question, has the name that was asked for.

    Args:
        message: the text in English.
        successors: IRIs of what has taken the place of the thing.
        french: the text in French.
    """

    def __init__(self, message: str = "", successors: tuple[str, ...] = (), *, french: str = "") -> None:
        super().__init__(message, french=french)
        self.successors = successors


class QueryRejected(GraphkitError):
    """A query or one of its parameters is not acceptable; the message says where."""


class StoreUnavailable(GraphkitError):
    """There is no store, or it cannot be opened; the message says how to make one."""


class TooManyQueries(StoreUnavailable):
    """One client has more queries under way than it may have at once."""


class LoadFailed(StoreUnavailable):
    """A server did not take a graph, or does not hold what was sent; the message says what to do."""


class FetchFailed(GraphkitError):
    """An official export could not be had or verified; the message names the address."""


class FetchByHand(GraphkitError):
    """A source has no address for programs; the message says how a person gets it."""


#: Error class -> (exit code of the command line, HTTP status of the viewer).
OUTCOMES: dict[type[GraphkitError], tuple[int, int]] = {
    SourceUnreadable: (2, 422),
    ValidationFailed: (1, 422),
    NotFound: (3, 404),
    QueryRejected: (4, 400),
    TooManyQueries: (5, 429),
    StoreUnavailable: (5, 503),
    FetchFailed: (6, 502),
    FetchByHand: (7, 404),
    GraphkitError: (1, 500),
}


def outcome(error: GraphkitError) -> tuple[int, int]:
    """Return the exit code and the HTTP status of an error.

    Args:
        error: any expected error; a subclass of a listed class has that class's outcome.
    """
    for cls in type(error).__mro__:
        if cls in OUTCOMES:
            return OUTCOMES[cls]
    return OUTCOMES[GraphkitError]
