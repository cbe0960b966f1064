"""Qingdan 清单: lists of government powers, checked against the law."""
