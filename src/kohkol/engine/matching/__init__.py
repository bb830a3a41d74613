"""From what people say to what is already known: claims, clarifications and fact sheets."""
