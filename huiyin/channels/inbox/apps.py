"""The ``inbox`` room."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Registers the room with Django."""

    name = "huiyin.channels.inbox"
    label = "channel_inbox"
