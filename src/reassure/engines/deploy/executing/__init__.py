"""Movement under way: reports held against the plan, planning on, and national plans merged."""
