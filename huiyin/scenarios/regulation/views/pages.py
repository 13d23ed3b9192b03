"""What the views of this scenario share."""

from huiyin.ui.pages import go, is_partial, page, shown

__all__ = ["go", "is_partial", "page", "shown"]
