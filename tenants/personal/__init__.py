"""What a citizen may ask of the region about her own data (UU 27/2022), and what modules hold of her."""
