"""What a schedule says: tables, what holds units up, what places lack, and ways out."""
