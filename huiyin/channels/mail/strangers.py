"""Mails that answer nothing of ours: handed to whoever takes letters."""

from huiyin.channels.mail.reading import WRITTEN, Reading
from huiyin.delivery import letters
from huiyin.kit import clock


def offer(reading: Reading) -> str:
    """What became of a mail without a token; what machines wrote is offered to nobody."""
    if reading.kind not in WRITTEN:
        return letters.FOREIGN
    letter = letters.Letter(
        sender=reading.sender,
        sender_name=reading.sender_name,
        addresses=tuple(dict.fromkeys(each.lower() for each in reading.addresses)),
        subject=reading.subject,
        text=reading.text,
        calendar=reading.calendar,
        files=reading.files,
        message_id=reading.message_id,
        at=clock.now(),
        body=reading.body,
        references=reading.references,
    )
    return letters.offer(letter)
