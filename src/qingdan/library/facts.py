"""What a linter needs of a law library, so that it can be handed any source of facts."""

from datetime import date
from typing import Protocol

from qingdan.rules.legal_basis import BasisEntry, BasisFacts


class FactsSource(Protocol):
    """Answers for one basis entry on one day. `Library` is one; tests hand in their own."""

    def facts(self, entry: BasisEntry, on: date) -> BasisFacts:
        """The entry with the verdict on its quotation and what else is known of it that day."""
        ...
