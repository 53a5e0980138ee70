"""The style of pages in HTML: one text, so that a policy can allow it by its hash."""

import hashlib
from base64 import b64encode
from functools import cache

from invoicing.registry import members
from invoicing.render.themes import Theme

_STYLE = """
:root{color-scheme:light dark;--ink:#1a1d21;--muted:#5b6470;--line:#d5dae0;--paper:#fff;
--ground:#eef0f3;--band:#f3f5f8;--accent:#1f4e79}
THEMES
@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--muted:#aab2bd;--line:#3c434c;
--paper:#1b1f24;--ground:#101316;--band:#262c33}body[class]{--accent:#9cc7f0}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{max-width:56rem;margin:2rem auto;padding:2.5rem;background:var(--paper);border-radius:.5rem;
border-top:.4rem solid var(--accent)}
h1{font-size:1.7rem;line-height:1.2;margin:2rem 0 1rem;color:var(--accent);overflow-wrap:anywhere}
h2{font-size:1.1rem;margin:2rem 0 .5rem;color:var(--accent)}
p{margin:.5rem 0}.muted,dt{color:var(--muted)}.text{white-space:pre-line;overflow-wrap:anywhere}
header{display:flex;flex-wrap:wrap;gap:1rem 2rem;justify-content:space-between}
header img{max-width:14rem;max-height:5rem}.signed{max-width:14rem;max-height:6rem;display:block;
margin:1.5rem 0 0}
header div{text-align:end;margin-inline-start:auto;overflow-wrap:anywhere}
.parties{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:1.5rem 2rem;
overflow-wrap:anywhere}.parties p{margin:0}
dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1.5rem;margin:0;align-content:start;
align-items:baseline}
dd{margin:0;overflow-wrap:break-word;min-width:0}.strong{font-weight:700}
.sums{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:2rem;margin-top:2rem}
.sums dl dd{text-align:end;font-variant-numeric:tabular-nums}
.payable{display:flex;flex-wrap:wrap;justify-content:flex-end;gap:0 1rem;padding:.6rem .8rem;
margin:.8rem 0 0;background:var(--band);border-top:2px solid var(--accent);color:var(--accent);
font-size:1.3rem;font-weight:700}.payable span{margin-inline-end:auto}
table{border-collapse:collapse;width:100%}.lines{margin-top:2rem}
th,td{padding:.5rem .4rem;border-bottom:1px solid var(--line);text-align:start;vertical-align:top}
thead th{background:var(--band);color:var(--accent);font-size:.9rem}
td{overflow-wrap:anywhere}.end{text-align:end;font-variant-numeric:tabular-nums}
td.end{overflow-wrap:normal}.lines .quantity{min-width:6.5rem}
small{display:block;color:var(--muted)}
.divider td{padding:0;border-bottom:2px solid var(--accent)}.break td{padding:0;border:0}
.mark{display:inline-block;border:2px solid;border-radius:.3rem;padding:.1rem .8rem;
font-weight:700;letter-spacing:.1em;margin:0 .5rem 1rem 0}
.pay{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(22rem,100%),1fr));gap:1.5rem}
.pay dd{display:flex;flex-wrap:wrap;gap:.2rem .6rem;align-items:baseline}.pay bdi{min-width:0}
figure{margin:0;width:fit-content;max-width:100%;text-align:center}
.code{background:#fff;width:13rem;max-width:100%;display:block;border-radius:.3rem}
.stacked{width:30rem}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.85rem;
color:var(--muted);overflow-wrap:anywhere}
.tools{max-width:56rem;margin:1rem auto;padding:0 1rem;display:flex;flex-wrap:wrap;gap:.5rem 1rem;
justify-content:space-between}.tools+main{margin-top:1rem}
.tools ul{list-style:none;display:flex;flex-wrap:wrap;gap:.5rem;padding:0;margin:0}
.tools details ul{background:var(--paper);border:1px solid var(--line);border-radius:.4rem;
padding:.4rem;margin-top:.4rem}.tools li a:not(.button){display:block;padding:.6rem .8rem}
a{color:var(--accent)}a[aria-current]{font-weight:700}
.button,.copy{display:inline-block;font:inherit;line-height:1.4;cursor:pointer;color:var(--accent);
background:var(--paper);border:1px solid var(--accent);border-radius:.4rem;text-decoration:none;
padding:.6rem 1.1rem;min-height:2.75rem}
.copy{font-size:.85rem;padding:.2rem .6rem;min-height:1.8rem}
.copy[hidden]{display:none}button.strong{background:var(--accent);color:var(--paper)}
summary.button{width:fit-content}summary::after{content:" \\25BE"/""}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}main:focus{outline:0}
.skip:focus{flex-basis:100%;padding:.4rem 0}
.unseen,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.files{padding-inline-start:1.2rem;overflow-wrap:anywhere}.files li{padding:.3rem 0}
.answer{background:var(--band);border-radius:.4rem;padding:.2rem 1.2rem 1.2rem;margin-top:2rem}
section+.text,section+.signed{margin-top:2rem}.answer h2{margin-top:1rem}
.answer label{display:block;margin:.8rem 0}
input,textarea{display:block;width:100%;font:inherit;color:inherit;background:var(--paper);
border:1px solid var(--muted);border-radius:.4rem;padding:.6rem}
@media(max-width:40rem){main{margin:0;padding:1.25rem;border-radius:0}
.lines thead{position:absolute;clip-path:inset(50%);height:1px;width:1px;overflow:hidden}
.lines tr{display:grid;grid-template-columns:1fr auto;padding:.6rem 0;
border-bottom:1px solid var(--line)}
.lines td,.lines th{border:0;padding:.1rem 0}
.lines td[data-label]{display:contents;text-align:start}
.lines td[data-label]::before{content:attr(data-label);color:var(--muted);text-align:start}
.lines td[data-label]>bdi{justify-self:end;text-align:end}
.lines td.position,.lines td.empty{display:none}
.lines .description{grid-column:1/-1;font-weight:600}
.lines .description small{font-weight:400}}
@media print{.tools,.copy,.answer form{display:none}
:root,body[class]{--ink:#000;--paper:#fff;--ground:#fff;--band:#f3f5f8;--muted:#444;
--line:#bbb;color-scheme:light}main{padding:0;margin:0;max-width:none;border:0}
tr,figure,.payable{break-inside:avoid}thead{display:table-header-group}
.break{break-after:page}@page{margin:18mm}}
"""


@cache
def style() -> str:
    """The whole style sheet, the accents of all themes in it."""
    looks: tuple[Theme, ...] = tuple(members("render.themes", "THEME"))
    rules = (f".{accent_class(look)}{{--accent:{look.accent}}}" for look in looks)
    return _STYLE.replace("THEMES", "".join(dict.fromkeys(rules)))


def own_style(look: Theme) -> str:
    """The rule of an accent that no theme has; empty for the others'."""
    rule = f".{accent_class(look)}{{--accent:{look.accent}}}"
    return "" if rule in style() else rule


def hash_of(text: str) -> str:
    """How a policy names a style or script it allows."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy_with(policy: str, look: Theme) -> str:
    """The policy, the theme's own style allowed as well."""
    own = own_style(look)
    return policy.replace("style-src ", f"style-src {hash_of(own)} ", 1) if own else policy


def accent_class(look: Theme) -> str:
    """The class that colours a page in a theme's accent."""
    return f"accent-{look.accent[1:]}"
