"""Why a file cannot be read, in one word for people to be told."""


class Unreadable(ValueError):
    """A file that gives no text; ``problem`` names why, ``pages`` where.

    ``kind`` (not a kind of file that is read) · ``encoding`` · ``large`` · ``damaged`` ·
    ``encrypted`` · ``empty`` · ``ocr`` (pages without a text layer) · ``slow``.
    """

    def __init__(self, problem: str, pages: tuple[int, ...] = ()) -> None:
        super().__init__(problem)
        self.problem, self.pages = problem, pages
