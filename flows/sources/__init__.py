"""Where articles come from: one small module a kind of source."""
