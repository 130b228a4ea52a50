"""The writers of the ledger's own acts."""
