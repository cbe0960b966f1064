"""The page of a job: how far it is, and where its result is."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.jobs.queries import JobProgress, get_job_for
from qingdan.web.shared.request import DeskRequest, page

RESULTS = {
    "read_register": ("desk:upload", True),
    "propose_items": ("desk:register", False),
    "list_grants": ("desk:coverage", False),
    "recheck_citing": ("desk:instrument", True),
    "print_filing": ("desk:file", True),
    "print_draft": ("desk:publication_print", True),
    "prove_channels": ("desk:publication_edition", True),
}
"""Kind of job → the page of its result, and whether its address has the result's code."""


@page()
def job(request: DeskRequest, code: str) -> HttpResponse:
    """Renewed by itself while the work goes on; leaving it is safe."""
    found = get_job_for(request.actor, code)
    return render(request, "desk/ground/job.html", {"job": found, "result": _address(found)})


def _address(job: JobProgress) -> str:
    if job.state != "done" or job.kind not in RESULTS:
        return ""
    name, has_code = RESULTS[job.kind]
    return reverse(name, args=[job.result] if has_code else [])
