"""The way into every page of the glossary."""

from huiyin.ui.pages import page, shown

__all__ = ["page", "shown"]
