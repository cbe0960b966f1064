"""The register of a unit: workbooks in, rows and items edited, dispositions, joint items."""
