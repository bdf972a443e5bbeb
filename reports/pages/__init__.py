"""What the pages of figures show, made from ExecutionFigures: words, links and drawn rows.

No module here asks the database; each gives one part of templates/parts its context.
"""
