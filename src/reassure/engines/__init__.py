"""The engines: pure functions from a plan, and the results before, to a frozen result."""
