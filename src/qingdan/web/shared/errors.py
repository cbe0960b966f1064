"""What is shown when there is no page: the same words for what is missing and what may not be seen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent cannot be read."""
    return _say(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: a form from another site, or too old a one."""
    return _say(request, 403)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without the token of this session."""
    return _say(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _say(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; the page needs neither database nor session."""
    return HttpResponse(_PLAIN, status=500)


def _say(request: HttpRequest, status: int) -> HttpResponse:
    public = not request.path.startswith("/desk/")
    return render(request, "shared/error.html", {"status": status, "public": public}, status=status)


_PLAIN = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>出错了</title>'
    "<h1>这一页没有打开</h1><p>程序出了错，已经记下。刚才填的内容没有保存，请返回上一页再试；"
    '还是不行，告诉市编办。</p><p><a href="/desk/">回工作台</a></p></html>'
)
