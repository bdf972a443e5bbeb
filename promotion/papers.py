"""What every official paper says: the body that issues it, the motto, what it is not.

These papers are Vietnamese whatever the language of the page they are asked from (Decree
30/2020/NĐ-CP for head, motto and signatures).
"""

from dataclasses import dataclass

from promotion.models import Centre, User
from provinces.models import Province


@dataclass(frozen=True)
class Issuer:
    """The body above (cơ quan chủ quản), and under it in bold the body that issues the paper."""

    above: str
    name: str


MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
DEMONSTRATION = "SỐ LIỆU GIẢ ĐỊNH – KHÔNG SỬ DỤNG CHÍNH THỨC"
DEMONSTRATION_IN_NAME = "SO-LIEU-GIA-DINH"
FOOT = "Số liệu theo dõi phục vụ quản lý; không thay thế sổ kế toán của đơn vị."
ATTACHED = "(Kèm theo Báo cáo số …/BC-… ngày … tháng … năm …)"
REFERENCE_LAYOUT = "Mẫu tham khảo"
LEGEND = "0: không phát sinh; …: chưa có số liệu; x: không tính được."
UNIT = "Đơn vị tính: triệu đồng"
# Of a table that counts too: heads say what, the unit is of amounts alone.
UNIT_OF_AMOUNTS = f"{UNIT} (số tiền)"
SIGNERS = (
    ("NGƯỜI LẬP BIỂU", "(Ký, họ tên)"),
    ("PHỤ TRÁCH KẾ TOÁN", "(Ký, họ tên)"),
    ("THỦ TRƯỞNG ĐƠN VỊ", "(Ký, đóng dấu, ghi rõ họ tên)"),
)
RECIPIENTS = ("Nơi nhận:", "- …………;", "- …………;", "- Lưu: VT, …")
FACE, POINTS = "Times New Roman", 13
AGENCY = Issuer("BỘ CÔNG THƯƠNG", "CỤC ĐỔI MỚI SÁNG TẠO, CHUYỂN ĐỔI XANH\nVÀ KHUYẾN CÔNG")
_CITY = "TP. "


def issuer_of(user: User) -> Issuer:
    """The Agency for everybody of the country, else the Department or the centre they work for.

    Whoever worked for a merged unit works for the one of today.
    """
    if user.role == User.Role.OFFICER and user.province:
        return Issuer(f"UBND {_kind_and_name(user.province.current)}", "SỞ CÔNG THƯƠNG")
    if user.role == User.Role.CLERK and user.centre:
        return issuing(user.centre.current or user.centre)
    return AGENCY


def issuing(centre: Centre) -> Issuer:
    """The centre, under the Department of its province or, a central unit, the ministry."""
    if centre.province is None:
        return Issuer(AGENCY.above, centre.name.upper())
    department = f"SỞ CÔNG THƯƠNG {_kind_and_name(centre.province.current)}"
    return Issuer(department, centre.name.upper())


def marked_name(stem: str, is_synthetic: bool, ending: str) -> str:
    """What a file is saved as; it says so if figures are made up."""
    mark = f"_{DEMONSTRATION_IN_NAME}" if is_synthetic else ""
    return f"{stem}{mark}.{ending}"


def _kind_and_name(unit: Province) -> str:
    """ "TỈNH AN GIANG", "THÀNH PHỐ HỒ CHÍ MINH": written in full on official papers."""
    kind = "THÀNH PHỐ" if unit.kind == Province.Kind.CITY else "TỈNH"
    return f"{kind} {unit.short_label.removeprefix(_CITY).upper()}"
