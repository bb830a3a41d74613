"""Messages, variants, approval, the delivery ledger and its worker, what rests on what."""
