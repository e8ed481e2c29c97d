"""What several engines share; engines never import one another."""
