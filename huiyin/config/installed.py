"""THE registry: what is installed. A new scenario or channel is one folder and one line here."""

SCENARIOS = ("huiyin.scenarios.notices",)

CHANNELS = ("huiyin.channels.inbox", "huiyin.channels.mail")
