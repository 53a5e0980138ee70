"""JSON merge patches."""

from typing import Any


def merge_patch(base: Any, patch: Any) -> Any:
    """`base` after `patch`: null takes a member away, arrays are replaced whole. RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(base) if isinstance(base, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge_patch(merged.get(name), value)
    return merged
