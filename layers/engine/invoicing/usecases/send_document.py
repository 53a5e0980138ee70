"""Sending a document by e-mail because somebody asked for it."""

from invoicing.usecases._sending import send_document

__all__ = ["send_document"]
