"""The ``mail`` room."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Registers the room with Django."""

    name = "huiyin.channels.mail"
    label = "channel_mail"
