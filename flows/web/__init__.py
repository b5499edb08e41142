"""Sources on the web: one polite client, what may be asked, and what is remembered between runs."""
