"""The steps of looking around for our own page, whose reader has a session and no key."""

from api.http.routes.exploring import router_at

router = router_at("/explore/data", is_for_programs=False)
