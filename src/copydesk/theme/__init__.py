"""Themes: how a document looks in DOCX, EPUB and PDF alike.

`model` holds the values, `files` reads them from TOML, `faults` says what is wrong with a file.
"""
