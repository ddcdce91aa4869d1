"""What the API and the page of a dossier share: made where it can be ended, noted before it is given away."""

import re
from dataclasses import replace

from analyses.registry import get_analysis
from api.http.dependencies import View
from api.http.pages import Links
from api.services.asking.dossier.bundle import files_of, zipped
from api.services.asking.dossier.making import ANALYSIS, DossierRequest, make, moment_of
from api.services.asking.dossier.noting import note
from api.services.asking.inputs import Asking
from api.views.dossier import page_of
from graph.progress import Progress

ZIP, HTML, PAGE = "zip", "html", "page"  # PAGE: as HTML, with what can be done with it
TYPES = {ZIP: "application/zip", HTML: "text/html; charset=utf-8", PAGE: "text/html; charset=utf-8"}


def file_name(lead: str, kind: str) -> str:
    """What the file of a dossier is called."""
    return f"halqa-dossier-{re.sub(r'[^A-Za-z0-9]+', '-', lead).strip('-')[:60]}.{kind}"


def dossier_of(view: View, request: DossierRequest, kind: str, tick: Progress) -> bytes:
    """The dossier of a lead, as one of `TYPES`.

    Raises:
        NotFound: there is no such lead among what is seen.
        BadValue: `as_of` is no moment.
    """
    service = view.service
    as_of = view.answer(lambda workspace, viewer: moment_of(Asking(workspace, viewer, view.patterns), request))
    dated = replace(request, as_of=as_of)
    analysis = get_analysis(ANALYSIS)
    view.analysed(analysis, analysis.read_params(dated.values(as_of)), tick)  # what is large is computed there
    state = service.askers.state() if service.askers.local is None else None
    with service.pool.held() as workspace:
        asking = Asking(workspace, view.viewer(workspace), view.patterns, state)
        made = workspace.answer(asking.viewer, lambda *_: make(asking, dated, tick, service.answers.ask))
        if kind == ZIP:
            content = zipped(files_of(asking, made, request.by))
        else:
            content = page_of(made.dossier, _todo(view, request) if kind == PAGE else None)
        note(service.askers.state(), asking, made, ZIP if kind == ZIP else HTML, request.by)
        return content


def _todo(view: View, request: DossierRequest) -> dict[str, str]:
    links = Links(view.patterns)
    return {
        "The lead": links(f"/analyses/{ANALYSIS}", lead=request.lead),
        "Download the bundle": links("/dossier", lead=request.lead, as_of=request.as_of, file=ZIP),
    }
