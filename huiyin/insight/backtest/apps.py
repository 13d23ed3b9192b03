"""The ``backtest`` room: what a draft would have done to the organisation's own history."""

from django.apps import AppConfig


class BacktestConfig(AppConfig):
    """Registers the room with Django."""

    name = "huiyin.insight.backtest"
    label = "backtest"
