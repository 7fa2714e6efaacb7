"""Export to ArviZ: with stand-ins for its two interfaces, and with ArviZ itself where it is installed."""

from __future__ import annotations

import importlib.util
import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest

from corcyra.errors import MissingExtra, ParameterError
from corcyra.measures.ideal_points.diagnostics import summary
from corcyra.measures.ideal_points.export import to_arviz
from corcyra.measures.ideal_points.points import IdealPoints

FRAME = pl.DataFrame({"state": [2, 2, 365], "session": [1, 2, 1], "point": [1.0, 1.0, -1.0]})
DRAWS = np.arange(24, dtype=np.float32).reshape(8, 3)


def found(draws: Any = DRAWS) -> IdealPoints:
    return IdealPoints(FRAME, pl.DataFrame(), {"engine": "sampler", "chains": 2}, draws=draws)


class Dataset:
    """As much of an xarray dataset as is used."""

    def __init__(self, values: Any) -> None:
        self.point, self.coords = values, {}

    def to_dataset(self) -> Dataset:
        return self

    def assign_coords(self, coords: Any) -> Dataset:
        new = Dataset(self.point)
        new.coords = dict(coords)
        return new


def check(point: Any, coords: Any) -> None:
    assert point.shape == (2, 4, 3)
    assert point[1, 0].tolist() == [12.0, 13.0, 14.0]
    assert {name: (dim, values.tolist()) for name, (dim, values) in coords.items()} == {
        "state": ("cell", [2, 2, 365]),
        "session": ("cell", [1, 2, 1]),
    }


def test_arviz_before_1(monkeypatch: pytest.MonkeyPatch) -> None:
    def from_dict(*, posterior: Any, coords: Any, dims: Any) -> Any:
        assert dims == {"point": ["cell"]}
        assert coords["cell"].tolist() == [0, 1, 2]
        return SimpleNamespace(posterior=Dataset(posterior["point"]))

    monkeypatch.setitem(sys.modules, "arviz", SimpleNamespace(__version__="0.23.1", from_dict=from_dict))
    data = to_arviz(found())
    check(data.posterior.point, data.posterior.coords)


def test_arviz_from_1_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def from_dict(groups: Any, *, coords: Any, dims: Any) -> Any:
        assert (dims, coords["cell"].tolist()) == ({"point": ["cell"]}, [0, 1, 2])
        node = SimpleNamespace(point=groups["posterior"]["point"])
        node.to_dataset = lambda: Dataset(node.point)
        return {"posterior": node}

    monkeypatch.setitem(sys.modules, "arviz", SimpleNamespace(__version__="1.2.0", from_dict=from_dict))
    node = to_arviz(found())["posterior"]
    check(node.dataset.point, node.dataset.coords)


if importlib.util.find_spec("arviz"):

    @pytest.mark.filterwarnings("ignore")
    def test_arviz_itself() -> None:
        import arviz

        drawn = np.random.default_rng(1).normal(size=(800, 3)).cumsum(axis=0).astype(np.float32) % 7
        data = to_arviz(found(drawn))
        posterior = data["posterior"]
        assert posterior["point"].dims == ("chain", "draw", "cell")
        assert posterior["point"].shape == (2, 400, 3)
        assert posterior["state"].values.tolist() == [2, 2, 365]
        assert posterior["session"].dims == ("cell",)
        ours = summary(drawn.reshape(2, 400, 3))
        np.testing.assert_allclose(arviz.rhat(posterior)["point"], ours["rhat"], rtol=1e-12)
        np.testing.assert_allclose(arviz.ess(posterior, method="bulk")["point"], ours["ess_bulk"], rtol=0.01)
        np.testing.assert_allclose(arviz.ess(posterior, method="tail")["point"], ours["ess_tail"], rtol=0.01)


def test_without_arviz(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arviz", None)
    with pytest.raises(MissingExtra) as told:
        to_arviz(found())
    assert str(told.value) == (
        "to_arviz needs the package arviz, which is not installed. Run: pip install 'corcyra[bayes]'"
    )


def test_points_without_draws() -> None:
    with pytest.raises(ParameterError) as told:
        to_arviz(found(None))
    assert str(told.value) == 'these ideal points have no draws. Estimate them with engine="sampler".'
