"""What templates may use beside their page: language, dates, numbers, links, labels of terms."""

from __future__ import annotations
