"""What everybody may import; imports nothing of ours."""
