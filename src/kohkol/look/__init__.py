"""The identity: base pages, components, vendored kit."""
