"""What the sheet of notes says of the figures of plan and disbursement, in Vietnamese as it is."""

from promotion.lib.dates import format_day
from reports.execution import ExecutionFigures

Note = tuple[str, str]  # what is defined, and how it is counted


def notes(figures: ExecutionFigures) -> tuple[Note, ...]:
    asked = figures.parameters
    year, previous = asked.year, asked.previous_year
    until = format_day(asked.until)
    return (
        (
            "Kế hoạch năm",
            f"Tổng các dòng quyết định giao, bổ sung, điều chỉnh, chuyển nguồn, hủy dự toán của năm"
            f" {year} ký đến hết ngày {until}. Kế hoạch năm {previous} lấy đến ngày"
            f" {format_day(asked.previous_plan_until)}.",
        ),
        (
            "Giải ngân lũy kế",
            f"Tổng chứng từ của năm ngân sách {year} đã được xác nhận, ghi nhận đến hết ngày"
            f" {until}; số đã báo cáo nhưng chưa xác nhận chưa tính vào giải ngân.",
        ),
        (
            "Tỷ lệ giải ngân so với kế hoạch (%)",
            "Giải ngân của nguồn chia cho kế hoạch của chính nguồn đó; tổng số là tỷ số của các"
            " tổng, không phải trung bình của các tỷ lệ.",
        ),
        (
            "Tỷ trọng trên tổng kế hoạch (%)",
            "Giải ngân của nguồn chia cho tổng kế hoạch của cả hai nguồn; không phải tỷ lệ giải"
            " ngân của nguồn đó.",
        ),
        (
            "Giải ngân cùng kỳ",
            f"Giải ngân năm ngân sách {previous} ghi nhận đến hết ngày"
            f" {format_day(asked.same_period_until)}.",
        ),
        (
            "So với cùng kỳ (%)",
            "Giải ngân lũy kế chia cho giải ngân cùng kỳ (100% là bằng cùng kỳ).",
        ),
        (
            "Kế hoạch tăng, giảm (%)",
            f"Kế hoạch năm {year} chia cho kế hoạch năm {previous}, trừ 100%; số âm là giảm.",
        ),
        (
            "Số đề án",
            f"Kế hoạch: đề án có kinh phí hỗ trợ năm {year} được phê duyệt đến ngày {until};"
            f" hoàn thành: số đã nghiệm thu đến ngày đó. Theo cấp: mỗi đề án tính một lần, ở cấp"
            f" cao nhất có hỗ trợ.",
        ),
        (
            "KCĐP",
            "Gồm kinh phí cấp tỉnh, cấp huyện (đến ngày 30/06/2025) và cấp xã; theo cấp, mỗi cấp"
            " có dòng riêng.",
        ),
    )
