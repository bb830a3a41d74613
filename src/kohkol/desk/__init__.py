"""The staff screens that combine the apps; owns no data."""
