"""Administration: accounts and catalogues, and what auditors read.

No project, payment or budget is registered, and nothing can be deleted here: a page that asks
before deleting would list the rows behind, which administrators do not reach. An account is
closed by its last day or by being inactive, a catalogue row by its last day.
"""

from promotion.admin import accounts, catalogue
from promotion.admin.pages import site

__all__ = ["accounts", "catalogue", "site"]
