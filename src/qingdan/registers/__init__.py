"""The official forms as files: read a department's workbook in any layout, write forms and annotations."""
