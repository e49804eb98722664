"""Addresses of the news, on the portal and in the console."""

from django.urls import path

from app_modules.news import console_views, views

urlpatterns = [
    path("", views.index, name="index"),
    path("kategori/<slug:slug>/", views.category, name="category"),
    path("umpan/", views.feed, name="feed"),
    path("captcha/", views.captcha, name="captcha"),
    path("dibaca/", views.read, name="read"),
    path("<slug:slug>/", views.article, name="article"),
    path("<slug:slug>/komentar/", views.comment, name="comment"),
    path("<slug:slug>/komentar/terkirim/", views.comment_sent, name="comment_sent"),
]

console_urlpatterns = [
    path("", console_views.index, name="index"),
    path("baru/", console_views.create, name="create"),
    path("bantuan/", console_views.help_page, name="help"),
    path("komentar/", console_views.comments_queue, name="comments"),
    path("komentar/<slug:key>/", console_views.decide, name="decide"),
    path("komentar/<slug:key>/jawab/", console_views.reply, name="reply"),
    path("kategori/", console_views.categories_list, name="categories"),
    path("kategori/<slug:key>/", console_views.category, name="category"),
    path("kategori/<slug:key>/hapus/", console_views.remove_category, name="remove_category"),
    path("<slug:key>/", console_views.edit, name="edit"),
    path("<slug:key>/pratinjau/", console_views.preview, name="preview"),
    path("<slug:key>/terbitkan/", console_views.publish, name="publish"),
    path("<slug:key>/tarik/", console_views.withdraw, name="withdraw"),
    path("<slug:key>/pulihkan/<int:number>/", console_views.revert, name="revert"),
]
