"""Simulators of tax authorities: they check what the real ones are documented to check.

No live authority is behind them, and nothing they say proves what a live one would say.
"""
