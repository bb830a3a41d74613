"""The states of this app: a brief and a reading have none, they are only added."""
