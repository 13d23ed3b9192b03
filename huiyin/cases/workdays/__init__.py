"""Working time as people set it: calendars, own days, rosters, supplied years (models: ``worktime``)."""
