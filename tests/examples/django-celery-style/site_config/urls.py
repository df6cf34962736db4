from django.urls import path

from tasks import views

urlpatterns = [
    path("", views.index),
    path("healthz", views.healthz),
    path("roundtrip", views.roundtrip),
]
