"""E-mail: out by SMTP, and back in by IMAP."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Registers the channel and the loop that reads the mailbox."""

    name = "huiyin.channels.mail"
    label = "channel_mail"
    channel = "huiyin.channels.mail.channel:MailChannel"
    loops = ("huiyin.channels.mail.inbound:run",)
