from __future__ import annotations

from collections.abc import Callable
from typing import Any

import corcyra


def test_corcyra_itself_is_cited_when_no_key_is_given(call: Callable[..., Any]) -> None:
    told = call("cite")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("@software{corcyra,\n")
    assert f"version = {{{corcyra.__version__}}}" in told.out
    assert call("cite", "corcyra").out == told.out


def test_any_entries_can_be_had(call: Callable[..., Any]) -> None:
    told = call("cite", "buzan2003regions", "morrow1991alliances")
    assert told.code == 0
    assert told.out == corcyra.bibtex(["buzan2003regions", "morrow1991alliances"])
    assert call("cite", "--all").out == corcyra.bibtex(corcyra.citation_keys())


def test_an_unknown_key_gets_the_nearest_and_nothing_is_printed(call: Callable[..., Any]) -> None:
    told = call("cite", "corcyra", "morrow1991aliances")
    assert (told.code, told.out) == (2, "")
    assert told.err == (
        "error: unknown citation 'morrow1991aliances'. Nearest: morrow1991alliances, morrow1994alliances, smith1995alliance. "
        "Use one of these.\n"
    )
