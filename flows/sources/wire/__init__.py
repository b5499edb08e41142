"""Formats that news agencies send: one small module each."""
