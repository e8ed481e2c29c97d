"""Scripts that keep the project in order: set-up, locks, generated files, documentation."""
