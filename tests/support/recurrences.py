"""What recurrences are tried with: zones, first days, and the names of how often."""

from datetime import date

ZONES = (
    "Pacific/Kiritimati", "Pacific/Apia", "Asia/Tokyo", "Asia/Kathmandu", "Asia/Kolkata",
    "Europe/Moscow", "Europe/Ljubljana", "Europe/London", "Atlantic/Azores", "America/St_Johns",
    "America/New_York", "Pacific/Pago_Pago",
)  # fmt: skip
ANCHORS = (
    *(date(2027, 1, day) for day in (1, 15, 28, 29, 30, 31)),
    date(2028, 2, 29),
    date(2026, 12, 31),
)
FREQUENCIES = {
    "weekly": ("week", 1),
    "biweekly": ("week", 2),
    "fourWeekly": ("week", 4),
    "monthly": ("month", 1),
    "bimonthly": ("month", 2),
    "quarterly": ("month", 3),
    "fourMonthly": ("month", 4),
    "semiannually": ("month", 6),
    "yearly": ("year", 1),
    "biennially": ("year", 2),
}
"""Each frequency by its name elsewhere: unit and interval."""
