"""The scene that the sweep asks about is asked about here, too."""

from tests.architecture.conftest import scene

__all__ = ["scene"]
