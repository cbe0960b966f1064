"""Citations of law as departments write them: the values, reading, printing, places in words.

Source: "Verdicts on citations" §5 and the interface of `qingdan cite`.
"""

from qingdan.rules.citations.printing import article_label, fields_of, label, print_citation
from qingdan.rules.citations.reader import read_citations
from qingdan.rules.citations.values import Citation, CitationKind, Relation

__all__ = [
    "Citation",
    "CitationKind",
    "Relation",
    "article_label",
    "fields_of",
    "label",
    "print_citation",
    "read_citations",
]
