"""What a release must be before anybody sees it."""

import os

# Great Expectations reads its environment while it is imported, so this comes before every import of it.
os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
