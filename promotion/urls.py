"""The addresses of all rooms."""

from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]

handler400 = "promotion.views.errors.bad_request"
handler403 = "promotion.views.errors.forbidden"
handler404 = "promotion.views.errors.not_found"
handler500 = "promotion.views.errors.server_error"
