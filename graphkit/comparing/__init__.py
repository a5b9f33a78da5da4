"""Certifications, drafts and occupations beside each other: the computed coverage, told with its reasons.

A computed coverage is never a correspondence: only an awarding body sets one up (Code du travail, art.
L. 6113-7).
"""
