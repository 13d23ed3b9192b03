"""The web inbox: nothing is sent, the bearer's row is what it shows."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Registers the channel."""

    name = "huiyin.channels.inbox"
    label = "channel_inbox"
    channel = "huiyin.channels.inbox.channel:InboxChannel"
