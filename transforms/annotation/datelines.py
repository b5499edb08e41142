"""Where and by whom an article is dated: the words before its first sentence."""

import re

DATELINE = re.compile(
    r"(?m)^[ ]*[A-Z][A-Z.'’ -]{2,30}(?:,[ ][A-Z][\w.]+(?:[ ][A-Z][\w.]+)?)?"  # town, and the country or state behind it
    r"(?:,[ ][A-Z][a-z]{2,8}\.?[ ]\d{1,2})?[ ]?(?:\([^)\n]{2,40}\))?[ ]*(?:--|—|–|-)[ ]*"  # day, agency, dash
)
"""`LIMA (Agency) –`, `TROMSO, Norway (Agency) --`: where and by whom, before the first sentence."""
