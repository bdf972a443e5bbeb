"""The accounts of the demonstration. They exist only where DEMO=1, which serves this machine."""

from typing import NamedTuple

from promotion.models import User

DEMO_PASSWORD = "khuyen-cong-2026"

Role = User.Role


class Account(NamedTuple):
    """`unit` is the province of an officer and the place of a clerk's centre."""

    username: str
    role: User.Role
    full_name: str
    unit: str = ""


ACCOUNTS = (
    Account("ministry", Role.MINISTRY, "Nguyễn Thị Minh Hà"),
    Account("officer-an-giang", Role.OFFICER, "Trần Quốc Bảo", "an-giang"),
    Account("officer-an-giang-2", Role.OFFICER, "Huỳnh Thị Thanh Thảo", "an-giang"),
    Account("clerk-an-giang", Role.CLERK, "Lê Thị Kim Ngân", "an-giang"),
    Account("clerk-gia-lai", Role.CLERK, "Phạm Văn Đức", "gia-lai"),
    Account("auditor", Role.AUDITOR, "Hoàng Thu Trang"),
    Account("admin", Role.ADMINISTRATOR, "Vũ Anh Tuấn"),
)
