"""The report as one JSON document: amounts as exact text, dates in ISO 8601, keys as in `contents`."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from tokenbooks.report.contents import Report


def json_document(report: Report) -> str:
    """The whole document."""
    text = json.dumps(asdict(report), default=_plain, indent=2, ensure_ascii=False)
    # JSON escapes other control characters by itself.
    return re.sub("[\x7f-\x9f]", lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"the report cannot contain a value of type {type(value).__name__}")
