"""The addresses of all rooms."""

from django.urls import include, path

from promotion.admin import site
from promotion.views import accounts, budgets, health, language

urlpatterns = [
    path("sign-in/", accounts.SignIn.as_view(), name="sign-in"),
    path("sign-out/", accounts.sign_out, name="sign-out"),
    path("password/", accounts.Password.as_view(), name="password"),
    path("language/", language.switch, name="language"),
    path("health/", health.health, name="health"),
    path("favicon.ico", health.favicon, name="favicon"),
    path("budgets/", budgets.BudgetList.as_view(), name="budgets"),
    path("budgets/<int:pk>/", budgets.budget, name="budget"),
    path("", include("projects.urls")),
    path("admin/", site.urls),
    path("", include("reports.urls")),
]

handler400 = "promotion.views.errors.bad_request"
handler403 = "promotion.views.errors.forbidden"
handler404 = "promotion.views.errors.not_found"
handler500 = "promotion.views.errors.server_error"
