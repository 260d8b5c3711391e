"""What word processors put on the clipboard, in their markup and our words."""

GOOGLE_DOCS = """<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;" \
id="docs-internal-guid-5f1c"><h1 dir="ltr" style="line-height:1.38;margin-top:20pt;"><span \
style="font-size:20pt;font-family:Arial,sans-serif;font-weight:400;white-space:pre-wrap;">A quiet \
harbour</span></h1><p dir="ltr" style="line-height:1.38;margin-top:0pt;"><span style="font-size:\
11pt;font-weight:400;font-style:normal;white-space:pre-wrap;">The evening ferry </span><span \
style="font-size:11pt;font-weight:700;font-style:normal;">left late</span><span style="font-weight:\
400;font-style:italic;"> once more</span><span style="font-weight:400;">, says </span><a \
href="https://www.google.com/url?q=https://harbour.example/log?day%3D4%26page%3D2&amp;sa=D&amp;\
source=editors&amp;ust=17000" style="text-decoration:none;"><span style="color:#1155cc;text-\
decoration:underline;">the log</span></a><span style="font-weight:400;">: CO</span><span \
style="font-size:0.6em;vertical-align:sub;">2</span><span style="font-weight:400;">.</span></p>\
<br /><ul style="margin-top:0;padding-inline-start:48px;"><li dir="ltr" style="list-style-type:\
disc;font-weight:400;" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:\
400;">Ropes</span></p></li><ul style="margin-top:0;"><li dir="ltr" aria-level="2"><p dir="ltr" \
role="presentation"><span>Hemp</span></p></li></ul><li dir="ltr" aria-level="1"><p dir="ltr" \
role="presentation"><span>Chains</span></p></li></ul><ol style="margin-top:0;"><li dir="ltr" \
style="list-style-type:decimal;"><p dir="ltr"><span>Cast off</span></p></li></ol><div dir="ltr" \
align="left"><table style="border:none;"><colgroup><col width="312" /><col width="9" /></colgroup>\
<tbody><tr style="height:0pt"><td style="border:solid #000 1pt;"><p dir="ltr"><span style="font-\
weight:700;">Pier</span></p></td><td><p dir="ltr"><span>Depth</span></p></td></tr></tbody></table>\
</div><p dir="ltr"><span><span style="border:none;"><img src="https://lh3.googleusercontent.com/x" \
width="60"></span></span></p><br class="Apple-interchange-newline"></b>"""
FROM_GOOGLE_DOCS = (
    "<h2>A quiet harbour</h2>"
    "<p>The evening ferry <strong>left late</strong> <em>once more</em>, says "
    '<a href="https://harbour.example/log?day=4&amp;page=2">the log</a>: CO<sub>2</sub>.</p>'
    "<ul><li>Ropes<ul><li>Hemp</li></ul></li><li>Chains</li></ul><ol><li>Cast off</li></ol>"
    "<table><tbody><tr><td><strong>Pier</strong></td><td>Depth</td></tr></tbody></table>"
)

# Its download as a web page: styles by class, footnotes and colleagues' remarks at the end.
GOOGLE_EXPORT = """<html><head><meta content="text/html; charset=UTF-8" http-equiv="content-type">\
<style type="text/css">@import url('https://themes.googleusercontent.com/fonts/css?kit=x');.c1{\
font-weight:700}.c2{font-style:italic}.c4{margin-left:36pt}ol{margin:0}</style></head>\
<body class="c9 doc-content"><p class="c0"><span class="c1">Bold</span><span> and </span><span \
class="c2">slanted</span><span>.</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><sup>\
<a href="#cmnt1" id="cmnt_ref1">[a]</a></sup><span> And on</span><sup><a href="#ftnt2" \
id="ftnt_ref2">[2]</a></sup></p><hr class="c7"><div><p class="c3"><a href="#ftnt_ref1" \
id="ftnt1">[1]</a><span class="c5">&nbsp;See the </span><span><a class="c6" \
href="https://www.google.com/url?q=https://harbour.example/minutes&amp;sa=D">minutes</a></span>\
<span>.</span></p></div><div><p class="c3"><a href="#ftnt_ref2" id="ftnt2">[2]</a><span>&nbsp;\
1948 &ldquo;edition&rdquo;.</span></p></div><div class="c8"><p class="c0"><a href="#cmnt_ref1" \
id="cmnt1">[a]</a><span>Can we check this?</span></p></div></body></html>"""
FROM_GOOGLE_EXPORT = (
    "<p><strong>Bold</strong> and <em>slanted</em>."
    '<span data-footnote="See the minutes (https://harbour.example/minutes)."></span> And on'
    '<span data-footnote="1948 “edition”."></span></p>'
)

WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office\
:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta name=Generator \
content="Microsoft Word 15"><link rel=File-List href="file:///C:/Temp/clip_filelist.xml">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml>\
<![endif]--><style><!-- /* Style Definitions */ p.MsoNormal, li.MsoNormal {mso-style-parent:"";
margin:0cm;} --></style></head><body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->

<h2><span lang=EN-GB>Below the
bridge<o:p></o:p></span></h2>

<p class=MsoNormal>Plain, <b style='mso-bidi-font-weight:normal'>bold</b> and <i>slanted</i><span
style='mso-spacerun:yes'>&nbsp; </span>with&nbsp;a <a
href="https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fharbour.example%2Fa&amp;\
data=05"><span style='color:blue'>link</span></a><a style='mso-footnote-id:ftn1' href="#_ftn1"
name="_ftnref1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:\
footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference><span style='font-size:11.0pt'>\
[1]</span></span><![endif]></span></span></a> of 5&nbsp;km.<a style='mso-comment-reference:a_1'>\
</a><span class=MsoCommentReference><span style='mso-special-character:comment'>&nbsp;<a \
class=msocomanchor id="_anchor_1" href="#_msocom_1">[A1]</a></span></span><o:p></o:p></p>

<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if \
!supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:\
7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Ropes<o:p></o:p></p>

<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><![if \
!supportLists]><span style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span>&nbsp;\
&nbsp; </span></span></span><![endif]>Hemp<o:p></o:p></p>

<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level3 lfo1'><![if !supportLists]><span>\
<span style='mso-list:Ignore'>§<span>&nbsp; </span></span></span><![endif]>Old hemp<o:p></o:p></p>

<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span><span \
style='mso-list:Ignore'>·<span>&nbsp; </span></span></span><![endif]>Chains<o:p></o:p></p>

<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span><span \
style='mso-list:Ignore'>1.<span>&nbsp; </span></span></span><![endif]>Cast off<o:p></o:p></p>

<p class=MsoListParagraph style='mso-list:l1 level2 lfo2'><![if !supportLists]><span><span \
style='mso-list:Ignore'>a)<span>&nbsp; </span></span></span><![endif]>the bow<o:p></o:p></p>

<p class=MsoNormal><del cite="mailto:A" datetime="2026-01-02T10:00"><span>old</span></del><ins \
cite="mailto:A"><span>new</span></ins> end<o:p>&nbsp;</o:p></p>

<p class=MsoNormal><o:p>&nbsp;</o:p></p>

<p class=MsoQuote>Said once.<o:p></o:p></p>

<table class=MsoTableGrid border=1 cellspacing=0><tr style='mso-yfti-irow:0'><td width=150 \
valign=top style='padding:0cm'><p class=MsoNormal>Pier<o:p></o:p></p></td><td colspan=2 \
valign=top><p class=MsoNormal>Depth<o:p></o:p></p></td></tr></table>

<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left \
size=1 width="33%"><![endif]><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a \
style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span class=\
MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]>[1]\
<![endif]></span></span></a> The pilot’s <i>own</i> book.<o:p></o:p></p><p class=MsoFootnoteText>\
Second line.</p></div></div><div style='mso-element:comment-list'><div style='mso-element:comment'>\
<p class=MsoCommentText>Really?</p></div></div>
<!--EndFragment--></body></html>"""
FROM_WORD = (
    "<h2>Below the bridge</h2>"
    "<p>Plain, <strong>bold</strong> and <em>slanted</em> with a "
    '<a href="https://harbour.example/a">link</a>'
    '<span data-footnote="The pilot’s own book. Second line."></span> of 5&nbsp;km.</p>'
    "<ul><li>Ropes<ul><li>Hemp<ul><li>Old hemp</li></ul></li></ul></li><li>Chains</li></ul>"
    "<ol><li>Cast off<ol><li>the bow</li></ol></li></ol>"
    "<p>new end</p><blockquote><p>Said once.</p></blockquote>"
    '<table><tbody><tr><td>Pier</td><td colspan="2">Depth</td></tr></tbody></table>'
)

WORD_ONLINE = """<div class="OutlineElement Ltr SCXW1 BCX0"><p class="Paragraph SCXW1" \
role="heading" aria-level="2" paraid="1"><span data-contrast="auto" class="TextRun SCXW1"><span \
class="NormalTextRun">Night watch</span></span><span class="EOP" data-ccp-props="{}">&nbsp;</span>\
</p></div><div class="ListContainerWrapper SCXW1"><ul class="BulletListStyle1 SCXW1" role="list">\
<li data-leveltext="·" data-font="Symbol" data-listid="3" data-aria-posinset="1" \
data-aria-level="1" role="listitem" class="OutlineElement"><p class="Paragraph"><span \
class="TextRun">Lamps</span><span class="EOP">&nbsp;</span></p></li></ul></div><div \
class="ListContainerWrapper"><ul class="BulletListStyle2" role="list"><li data-listid="3" \
data-aria-level="2" role="listitem"><p class="Paragraph"><span class="TextRun">Oil</span></p></li>\
</ul></div><div class="ListContainerWrapper"><ul role="list"><li data-listid="3" \
data-aria-level="1"><p><span class="TextRun" style="font-weight:bold">Horns</span></p></li></ul>\
</div><div class="Outline"><p class="Paragraph"><span class="TextRun">Dawn.</span></p></div>"""
FROM_WORD_ONLINE = (
    "<h2>Night watch</h2><ul><li>Lamps<ul><li>Oil</li></ul></li>"
    "<li><strong>Horns</strong></li></ul><p>Dawn.</p>"
)

LIBREOFFICE = """<!DOCTYPE html><html><head><meta name="generator" content="LibreOffice 7.4"/>\
<style type="text/css">p { line-height: 115% }</style></head><body lang="en-GB"><h3 \
class="western">Ebb</h3><p style="margin-bottom: 0cm"><font face="Serif">It turned<sup><a \
class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></sup> at \
noon.</font></p><div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" \
name="sdfootnote1sym" href="#sdfootnote1anc">1</a>By the church clock.</p></div></body></html>"""
FROM_LIBREOFFICE = (
    '<h3>Ebb</h3><p>It turned<span data-footnote="By the church clock."></span> at noon.</p>'
)

OUR_OWN_PAGE = """<p>It turned<sup class="note-ref" data-note="1"><a href="#a7-fn-1" \
id="a7-fnref-1" role="doc-noteref" aria-label="Note 1">1</a></sup>.</p><section class="footnotes" \
role="doc-endnotes"><ol><li id="a7-fn-1">By the clock. <a href="#a7-fnref-1" class="note-back">↩\
</a></li></ol></section>"""
FROM_OUR_OWN_PAGE = '<p>It turned<span data-footnote="By the clock."></span>.</p>'

CLIPBOARDS = {
    "Google Docs": (GOOGLE_DOCS, FROM_GOOGLE_DOCS),
    "Google Docs as a web page": (GOOGLE_EXPORT, FROM_GOOGLE_EXPORT),
    "Word": (WORD, FROM_WORD),
    "Word for the web": (WORD_ONLINE, FROM_WORD_ONLINE),
    "LibreOffice": (LIBREOFFICE, FROM_LIBREOFFICE),
    "a page of ours": (OUR_OWN_PAGE, FROM_OUR_OWN_PAGE),
}
