"""Addresses of the comments."""

from django.urls import path

from qingdan.web.desk.comments import comments

urlpatterns = [
    path("comments/", comments.comments, name="comments"),
    path("comments/<slug:number>/", comments.comment, name="comment"),
    path("comments/<slug:number>/answer/", comments.answer, name="comment_answer"),
    path("comments/<slug:number>/pass-on/", comments.pass_comment_on, name="comment_pass_on"),
]
