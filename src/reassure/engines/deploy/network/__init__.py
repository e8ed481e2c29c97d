"""The network as movement sees it: states and arcs, rules and limits, and ways over it."""
