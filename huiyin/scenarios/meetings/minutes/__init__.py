"""Minutes: drafted from the meeting, finished by the recorder, sent to all whom it concerns."""
