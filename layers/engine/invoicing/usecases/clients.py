"""Clients, as callers make and change them."""

from invoicing.usecases._clients import CLIENTS, FORCED

__all__ = ["CLIENTS", "FORCED"]
