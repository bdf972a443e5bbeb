"""The demonstration: made-up projects and payments that add up to the published figures.

`published` holds what was published, `cells` what each unit, year and source is to come to,
`supports`, `payments` and `plans` break that down, `story` makes the rows of it (unsaved and
without a database), `writing` saves them. Whatever was not published is marked as synthetic.
All sums are whole million đồng until they become rows.
"""
