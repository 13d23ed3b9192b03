"""What is wrong with something that somebody set up, by field: every field at once."""

from collections.abc import Mapping


class WrongFields(ValueError):
    """It cannot stand like this: ``errors`` says why, by field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)
