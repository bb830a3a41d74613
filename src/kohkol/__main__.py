"""Lets `python -m kohkol` do what the start script does."""

from kohkol.cli import main

main()
