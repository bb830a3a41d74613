"""Stage clocks, readings, the morning brief."""
