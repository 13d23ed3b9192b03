"""An organisation's own history once more, under another regulation (Z02).

``history`` reads ledger entries, ``playing`` lets a case happen twice, ``comparing`` says what
differs, ``tally`` adds up, ``report`` puts it in a canonical form. Pure: nothing is sent, nothing
is written, no clock is asked.
"""
