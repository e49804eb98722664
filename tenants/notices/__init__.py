"""Notices: what people are told, in the console and by mail, each as she chose."""
