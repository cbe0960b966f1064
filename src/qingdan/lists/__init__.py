"""From cleared items to the edition: tabled draft, resolution, ordered publication. The only writer of editions."""
