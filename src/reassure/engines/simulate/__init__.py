"""Chance over the whole plan: who comes, when they arrive, where it queues, what runs dry."""
