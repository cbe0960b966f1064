"""Drawings as text: flow charts and charts of numbers as SVG, flow charts as BPMN. Pure: values in, text out."""
