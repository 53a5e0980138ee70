"""What it is called when an answer is not its sender's own."""


class Untrusted(Exception):
    """An answer that is not signed by whom it must be; the text says what is wrong."""
