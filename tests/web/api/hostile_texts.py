"""Texts that nobody honest types into a field."""

SCRIPTS = [
    "<script>alert(1)</script>", "</title><script>x()</script>", "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>", "<svg/onload=alert`1`>", "\"><script>x</script>", "' onmouseover='x",
    "\" autofocus onfocus=\"x", "javascript:alert(1)", "data:text/html,<script>x</script>",
    "<iframe srcdoc='<script>x</script>'>", "<style>*{display:none}</style>", "<base href=//evil.invalid>",
    "<meta http-equiv=refresh content=0>", "<a href=javascript:x>灯</a>", "<!--", "-->", "]]>",
    "<![CDATA[x]]>", "<?xml version='1.0'?>", "<!DOCTYPE x [<!ENTITY e SYSTEM '/etc/passwd'>]>&e;",
    "&amp;&lt;&#x0;", "{{ 7*7 }}", "{% load x %}", "${7*7}", "#{7*7}", "<%= 7 %>", "`id`", "$(id)",
    "; rm -rf /", "../../etc/passwd",
]  # fmt: skip
FORMULAS = [
    "=1+1", "=cmd|'/c calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "＝1+1",
    "＋1", "－1", "＠x", "=HYPERLINK(\"http://evil.invalid\",\"x\")",
    "=IMPORTXML(CONCAT(\"http://evil.invalid\"),\"//a\")", "|calc", "%0A=1", "https://evil.invalid/",
    "mailto:x@evil.invalid", "external:x.xlsx", "internal:Sheet1!A1",
]  # fmt: skip
TEXTS = [
    "a\"b,c;d\te", "a\r\nb\nc\rd", "'; DROP TABLE editions_edition; --", "' OR 1=1 --", "\\", "\\u0000",
    "\x01\x07\x1b[2J\x7f", "\u202egnp.exe", "\u200b\u200d\ufeff", "\u2028\u2029", "\ufffe\uffff",
    "😀👨\u200d👩", "𠮷\U000f0000", "e\u0301\u0302" * 20, "灯" * 33_000, "null", "true", "1e309", "NaN",
    "００７", "%s %(x)s {0}", "_x0041_", "العربية",
]  # fmt: skip
HOSTILE = [*SCRIPTS, *FORMULAS, *TEXTS]
