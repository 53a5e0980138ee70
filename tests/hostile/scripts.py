"""Sixty texts that run a script where a page lets them out of the place they stand in.

Each says with `ran` that it did, and comes with a place in which a browser does run it: that is
how a test knows that none of them is harmless by itself. They have no line breaks and stay under
100 characters, so that several fit into a name.
"""

from typing import NamedTuple

TEXT = "<p>{}</p>"
DOUBLE, SINGLE, BARE = '<img src=x alt="{}">', "<img src=x alt='{}'>", "<img src=x alt={}>"
ADDRESS, WITHIN = '<iframe src="{}"></iframe>', '<iframe srcdoc="{}"></iframe>'
STRING, QUOTED, WRITTEN = (
    '<script>var x="{}"</script>',
    "<script>var x='{}'</script>",
    '<script>document.write("{}")</script>',
)

# `JS` is the call that tells; it has no quotes, so that it can stand inside all of them.
_TEXTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        TEXT,
        (
            "<script>JS</script>",
            "<ScRiPt>JS</sCrIpT>",
            "<script/x>JS</script >",
            "<<script>JS//<</script>",
            "<script src=data:,JS></script>",
            "<script type=module>JS</script>",
            "<img src=x onerror=JS>",
            '<img src=x onerror="JS">',
            "<img src=x onerror='JS'>",
            '<img/src="x"/onerror=JS>',
            "<IMG SRC=x OnErRoR=JS>",
            "<img src onerror=JS>",
            "<img src=x onerror=&#40;JS&#41;>",
            "<image src=x onerror=JS>",
            "<x><img src=x:x onerror=JS//",
            "<svg onload=JS>",
            "<svg/onload=JS>",
            "<svg><script>JS</script></svg>",
            "<svg><script>&#40;JS&#41;</script></svg>",
            "<svg><animate onbegin=JS attributeName=x dur=1s>",
            "<svg><set onbegin=JS attributeName=x>",
            "<svg><image href=x onerror=JS>",
            "<math><mtext><img src=x onerror=JS>",
            "<iframe src=javascript:JS></iframe>",
            '<iframe src="&#106;avascript:JS"></iframe>',
            '<iframe src="java&Tab;script:JS"></iframe>',
            '<iframe srcdoc="<script>JS</script>"></iframe>',
            "<iframe srcdoc=&lt;script&gt;JS&lt;/script&gt;></iframe>",
            "<iframe onload=JS></iframe>",
            "<input type=image src=x onerror=JS>",
            "<video src=x onerror=JS></video>",
            "<video><source src=x onerror=JS></video>",
            "<audio src=x onerror=JS></audio>",
            "<details open ontoggle=JS>x</details>",
            "<body onload=JS>",
            "<style onload=JS></style>",
            "<link rel=stylesheet href=data:text/css, onload=JS>",
            "<noscript><p title='</noscript><script>JS</script>'>",
            "<!--><script>JS</script>-->",
            "<![CDATA[><script>JS</script>]]>",
            "<?x><script>JS</script>?>",
            "</p></bdi></td></table><script>JS</script>",
        ),
    ),
    ("<title>{}</title>", ("</title><script>JS</script>",)),
    ("<textarea>{}</textarea>", ("</textarea><script>JS</script>",)),
    ("<style>{}</style>", ("</style><script>JS</script>",)),
    ("<!-- {} -->", ("--><script>JS</script><!--",)),
    (DOUBLE, ('"><script>JS</script>', '" onerror=JS x="', '"onerror=JS//')),
    (SINGLE, ("'><script>JS</script>", "' onerror=JS x='")),
    (BARE, ("x onerror=JS",)),
    (ADDRESS, ("javascript:JS", "JaVaScRiPt:JS")),
    (WITHIN, ("&lt;script&gt;JS&lt;/script&gt;",)),
    (STRING, ('";JS//', "</script><script>JS</script>")),
    (QUOTED, ("';JS//", "'-JS-'")),
    (WRITTEN, (r"\u003cscript\u003eJS\u003c/script\u003e",)),
)


class Script(NamedTuple):
    """A text, and a place that would let it run."""

    number: int
    text: str
    place: str

    @property
    def unescaped(self) -> str:
        """A page that forgot to escape the text."""
        return self.place.replace("{}", self.text)


def _scripts() -> tuple[Script, ...]:
    pairs = [(place, text) for place, texts in _TEXTS for text in texts]
    return tuple(
        Script(number, text.replace("JS", f"ran({number}+[])"), place)
        for number, (place, text) in enumerate(pairs)
    )


SCRIPTS = _scripts()


def disarmed(text: str) -> str:
    """The text as long as before, with nothing in it that means anything to a browser."""
    return text.translate(str.maketrans("<>\"'&;:/\\=", "x" * 10))
