"""The screens of publishing: messages, the composer, review, and the ledger."""
