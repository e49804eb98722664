"""What a region changed: settings in layers, words, branding. Read nowhere else."""
