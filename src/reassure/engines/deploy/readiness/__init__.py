"""What upgrades of the network are worth: trials with them, and the best set for a budget."""
