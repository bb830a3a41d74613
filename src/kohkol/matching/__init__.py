"""What the office has answered already, found again by what people say; people correct it, and it remembers."""
