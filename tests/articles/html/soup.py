"""HTML as nobody writes it: tags, ends, attributes and text in any order."""

from hypothesis import strategies as st

TAGS = [
    *("p", "div", "h1", "h2", "h4", "ul", "ol", "li", "blockquote", "aside", "hr", "br", "pre"),
    *("table", "thead", "tbody", "tr", "td", "th", "caption", "select", "option", "form"),
    *("strong", "b", "em", "i", "sub", "sup", "a", "span", "font", "u"),
    *("figure", "img", "figcaption", "svg", "math", "template", "noscript", "script", "style"),
    "textarea",
]
ATTRIBUTES = [
    *('href="/x"', "href=https://a.example/b", "href='javascript:alert(1)'", "data-file=5"),
    *("data-file=x", 'data-footnote="n &lt; \'&quot;"', "data-embed=youtube", "data-title='t\"'"),
    *("data-id=abcdefghijk", "data-article=3", "data-size=wide", "colspan=2", "rowspan=0"),
    *('alt=" a  b"', "onclick=x", 'style="font-weight:700"', "class=MsoQuote", "title='"),
    *("style='mso-list:l0 level2 lfo1'", "style='mso-list:Ignore'", "href=#_ftn1", "name=_ftn1"),
    *("data-listid=1 data-aria-level=2", "id=fn1", "href=#fn1", "role=heading"),
]
WORDS = [
    *("a", "b ", " ", "\xa0", " c d", "&nbsp;", "&amp;", "&lt;", "<", ">", '"', "'", "\n"),
    *("é", "漢", "&#0;", "&#x3c;", "]]>", "<!--", "-->", "<!", "<?", "</", "\u2028", "\u200b"),
    *("\u3000", "&nbsp", "\x00", "\ud800", "=", "[1]", "·", "1."),
]


def soups():
    start = st.builds(
        lambda tag, attributes, end: f"<{' '.join([tag, *attributes])}{end}",
        st.sampled_from(TAGS),
        st.lists(st.sampled_from(ATTRIBUTES), max_size=3),
        st.sampled_from([">", ">", ">", "/>", ""]),
    )
    end = st.sampled_from([f"</{tag}>" for tag in TAGS])
    return st.lists(st.one_of(start, end, st.sampled_from(WORDS)), max_size=40).map("".join)
