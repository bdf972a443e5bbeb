"""What the pages of figures show, made from figures: words, links and drawn rows.

Each module gives a part of templates/parts its context. None asks the database for figures: what
it asks for, through reports/queries, are numbers of lines and names beside them.
"""
