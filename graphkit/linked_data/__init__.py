"""RDF files as a source: parsed in a process that may be killed, parted by certification, checked.

An RDF file is a kind of input of its own, beside the readers of ``sources``, which know nothing of RDF: it
says by itself what the mapping makes of the others.
"""
