"""Drafts with planted faults, made from clean ones, and what the checker makes of them."""
