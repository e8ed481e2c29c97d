"""What moves: tours, ways home and pledges, cut into loads and laid out for the searches."""
