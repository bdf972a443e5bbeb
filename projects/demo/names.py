"""Made-up names of people, establishments and projects. None of them means anybody real."""

from random import Random

from projects.models import Establishment, Project

Form = Establishment.LegalForm

FAMILY = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ",
    "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Trương", "Lâm", "Mai", "Cao", "Tạ",
)  # fmt: skip
MEN = ("Văn", "Đức", "Minh", "Quốc", "Hữu", "Công", "Thanh", "Xuân", "Ngọc", "Anh")
WOMEN = ("Thị", "Thị Thu", "Thị Ngọc", "Kim", "Thị Minh", "Thúy", "Thị Hồng", "Bích")
MEN_GIVEN = (
    "An", "Bình", "Cường", "Dũng", "Hải", "Hòa", "Hùng", "Khánh", "Long", "Nam", "Phúc", "Quang",
    "Sơn", "Tâm", "Thắng", "Toàn", "Trung", "Tuấn", "Vinh", "Việt",
)  # fmt: skip
WOMEN_GIVEN = (
    "Anh", "Châu", "Dung", "Giang", "Hà", "Hạnh", "Hiền", "Hoa", "Hương", "Lan", "Liên", "Linh",
    "Mai", "Nga", "Nhung", "Oanh", "Phương", "Thảo", "Trang", "Yến",
)  # fmt: skip

FIRST = (
    "An", "Bảo", "Cẩm", "Đại", "Đông", "Gia", "Hải", "Hoàng", "Hồng", "Hưng", "Kim", "Lộc", "Minh",
    "Nam", "Ngọc", "Phú", "Phúc", "Quang", "Sơn", "Tân", "Thành", "Thiên", "Thịnh", "Tiến",
    "Trường", "Vạn", "Việt", "Xuân",
)  # fmt: skip
SECOND = (
    "An", "Cường", "Đạt", "Điền", "Đức", "Hà", "Hòa", "Hưng", "Khang", "Lâm", "Long", "Lợi",
    "Nghĩa", "Nguyên", "Phát", "Phong", "Phú", "Quý", "Tài", "Thắng", "Thịnh", "Thuận", "Tín",
    "Vinh", "Vượng",
)  # fmt: skip
PRODUCTS = (
    "chế biến gỗ", "sản xuất đồ mộc mỹ nghệ", "may mặc xuất khẩu", "chế biến nông sản",
    "chế biến cà phê", "chế biến chè", "chế biến hạt điều", "sản xuất bún, miến", "xay xát gạo",
    "sản xuất bánh tráng", "chế biến thủy sản", "sản xuất nước mắm", "chế biến dược liệu",
    "sản xuất tinh dầu", "sản xuất gạch không nung", "gia công cơ khí", "sản xuất bao bì",
    "dệt thổ cẩm", "sản xuất gốm sứ", "sản xuất hàng mây tre đan", "sản xuất chiếu cói",
    "chế biến trái cây sấy", "sản xuất mật ong", "sản xuất thức ăn chăn nuôi",
    "sản xuất viên nén gỗ", "chế biến đá mỹ nghệ", "sản xuất rượu gạo", "sản xuất bánh kẹo",
    "sản xuất nước đóng chai", "sản xuất nông cụ", "chế biến sâm và nấm", "sản xuất tơ tằm",
)  # fmt: skip

# A title without the maker: "{product}" is what is made there.
TITLES = {
    "machinery": "Hỗ trợ ứng dụng máy móc, thiết bị tiên tiến trong {product}",
    "production-line": "Hỗ trợ ứng dụng dây chuyền công nghệ trong {product}",
    "demo-model": "Xây dựng mô hình trình diễn kỹ thuật {product}",
    "tech-transfer": "Chuyển giao công nghệ mới trong {product}",
    "cleaner-production": "Mô hình thí điểm sản xuất sạch hơn trong {product}",
    "pollution-treatment": "Hỗ trợ xử lý ô nhiễm môi trường trong {product}",
    "product-selection": "Bình chọn sản phẩm công nghiệp nông thôn tiêu biểu năm {year}",
    "fair": "Tổ chức và tham gia hội chợ triển lãm hàng công nghiệp nông thôn năm {year}",
    "brand": "Hỗ trợ xây dựng và đăng ký thương hiệu cho các cơ sở {product}",
    "packaging": "Hỗ trợ thiết kế mẫu mã, bao bì cho các cơ sở {product}",
    "showroom": "Hỗ trợ phòng trưng bày, giới thiệu sản phẩm {product}",
    "association": "Hỗ trợ liên doanh, liên kết, hợp tác kinh tế năm {year}",
    "linkage-cluster": "Hỗ trợ hình thành cụm liên kết ngành {product}",
    "cluster-infrastructure": "Hỗ trợ đầu tư kết cấu hạ tầng cụm công nghiệp {name}",
    "cluster-plan": "Hỗ trợ lập quy hoạch chi tiết cụm công nghiệp {name}",
    "vocational-training": "Đào tạo nghề, truyền nghề {product}",
    "management-capacity": "Tập huấn nâng cao năng lực quản lý doanh nghiệp năm {year}",
    "start-up": "Hỗ trợ khởi sự, thành lập doanh nghiệp năm {year}",
    "consulting": "Tư vấn, trợ giúp các cơ sở {product}",
    "information": "Thông tin, tuyên truyền về công tác khuyến công năm {year}",
    "programme-capacity": "Nâng cao năng lực tổ chức thực hiện khuyến công năm {year}",
    "international": "Trao đổi kinh nghiệm, hợp tác quốc tế về khuyến công năm {year}",
}


def person(dice: Random) -> str:
    """Family name first: "Trần Thị Thu Hương"."""
    middle, given = dice.choice(((MEN, MEN_GIVEN), (WOMEN, WOMEN_GIVEN)))
    return f"{dice.choice(FAMILY)} {dice.choice(middle)} {dice.choice(given)}"


def trade_name(dice: Random) -> str:
    first = dice.choice(FIRST)
    return f"{first} {dice.choice([word for word in SECOND if word != first])}"


def establishment(form: Establishment.LegalForm, product: str, dice: Random) -> str:
    """ "Công ty TNHH chế biến gỗ Tân Phát", "Hộ kinh doanh Lê Văn Sơn"."""
    if form == Form.HOUSEHOLD:
        return f"Hộ kinh doanh {person(dice)}"
    kind = {
        Form.COMPANY: dice.choice(("Công ty TNHH", "Công ty TNHH MTV", "Công ty cổ phần")),
        Form.COOPERATIVE: "Hợp tác xã",
        Form.COOPERATIVE_UNION: "Liên hiệp hợp tác xã",
        Form.COOPERATIVE_GROUP: "Tổ hợp tác",
    }[form]
    return f"{kind} {product.removeprefix('sản xuất ')} {trade_name(dice)}"


def project_title(
    content: str, kind: Project.Kind, product: str, year: int, firms: list[str], dice: Random
) -> str:
    """Names the maker of a single project and the number of a group's members."""
    title = TITLES[content].format(product=product, year=year, name=trade_name(dice))
    if "{product}" not in TITLES[content] or not firms:
        return title
    if kind == Project.Kind.GROUP:
        return f"{title} ({len(firms):02} cơ sở)"
    return f"{title} tại {firms[0]}"
