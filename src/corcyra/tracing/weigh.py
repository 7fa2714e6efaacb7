"""Evidence weighed: decibels for every pair of hypotheses, and what to believe of any number of exclusive ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from corcyra.errors import DataError, ParameterError, UnknownName
from corcyra.tracing.agreement import complete, pooled
from corcyra.tracing.dependence import Dependence, clusters, conditioned
from corcyra.tracing.evidence import Likelihoods, listed

__all__ = [
    "STRENGTH",
    "Weighed",
    "by_coder",
    "decibels",
    "example",
    "posterior",
    "ratio",
    "strength",
    "weigh",
    "weights",
]

Numbers = npt.NDArray[np.float64]

STRENGTH = (
    (3.0, "not worth more than a bare mention"),
    (20.0, "positive"),
    (150.0, "strong"),
    (float("inf"), "very strong"),
)
"""Words for a ratio of probabilities up to each limit (Kass and Raftery 1995): 3, 20 and 150, that is 4.8, 13.0 and 21.8 dB."""
NEAR = 1e-6
"""Ours: priors whose sum is this close to 1 are taken as rounded."""


def decibels(times: float) -> float:
    """A ratio in decibels, 10 log10 (Good 1985); 0 is -inf, infinite is inf.

    >>> round(decibels(10.0), 2), round(decibels(0.5), 2), round(decibels(4.0), 2)
    (10.0, -3.01, 6.02)
    """
    with np.errstate(divide="ignore"):
        return float(10.0 * np.log10(times))


def ratio(db: float) -> float:
    """Decibels as a ratio.

    >>> round(ratio(13.0103), 3)
    20.0
    """
    with np.errstate(over="ignore"):
        return float(np.power(10.0, db / 10.0))


def strength(db: float) -> str:
    """The words of Kass and Raftery (1995) for so many decibels, whichever side they are on.

    >>> strength(13.02), strength(-2.0)
    ('strong', 'not worth more than a bare mention')
    """
    times = ratio(abs(db))
    # A hair below a limit is the limit: 13.0103 dB stands for 20.
    return next(word for limit, word in STRENGTH if times <= limit * (1.0 + 1e-9))


def logs(values: Numbers) -> Numbers:
    """Natural logarithms; of 0 minus infinity."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(values))


def posterior(prior: npt.ArrayLike, seen: npt.ArrayLike) -> Numbers:
    """Bayes for exclusive and exhaustive hypotheses, in logarithms, so that no number of clues is too many.

    ``prior`` (H,) sums to 1; ``seen`` (clues, H) is P(clue as it turned out | hypothesis, the clues before it). Gives (H,), which sums to 1.

    Raises `DataError` where every hypothesis is ruled out.

    >>> posterior([0.5, 0.5], [[0.5, 0.05], [0.3, 0.6], [0.8, 0.2]]).round(4).tolist()
    [0.9524, 0.0476]
    """
    score = logs(np.asarray(prior, dtype=np.float64)) + logs(np.asarray(seen, dtype=np.float64)).sum(axis=0)
    top = score.max()
    if not np.isfinite(top):
        raise DataError(
            "every hypothesis is ruled out: each has a clue that is impossible under it. Either a judgement of 0 or 1 is too bold, or the true "
            "hypothesis is not among these."
        )
    share = np.exp(score - top)
    return np.asarray(share / share.sum())


def weights(seen: npt.ArrayLike) -> Numbers:
    """The weight of each clue for each hypothesis against each other one: 10 log10 P(E|H_j) / P(E|H_k) dB, (clues, H, H).

    Fairfield and Charman (2017). WoE_jk = -WoE_kj, and WoE_jk + WoE_kl = WoE_jl. Infinite where one is impossible, NaN where both are.

    >>> weights([[0.5, 0.05]])[0].round(2).tolist()
    [[0.0, 10.0], [-10.0, 0.0]]
    """
    log = 10.0 / np.log(10.0) * logs(np.asarray(seen, dtype=np.float64))
    with np.errstate(invalid="ignore"):
        return np.asarray(log[:, :, None] - log[:, None, :])


@dataclass(frozen=True, eq=False)
class Weighed:
    """What the evidence says for rival, exclusive hypotheses.

    ``clues`` are those weighed; ``prior`` and ``posterior`` (H,) sum to 1; ``expected`` and ``seen`` (clues, H) are P(would be found) and P(as it
    turned out), given the clues each depends on; ``found`` as marked; ``weights`` (clues, H, H) dB; ``total`` (H, H) dB of all clues without the prior.
    ``open`` are judged clues that nobody has looked for, with ``open_expected``. ``merged`` (clue, given) add nothing; ``notes`` are warnings for the
    reader. The rest is what it was made from.
    """

    clues: tuple[str, ...]
    hypotheses: tuple[str, ...]
    prior: Numbers
    posterior: Numbers
    expected: Numbers
    seen: Numbers
    found: tuple[bool, ...]
    open: tuple[str, ...]
    open_expected: Numbers
    merged: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    likelihoods: Likelihoods = field(repr=False)
    dependences: tuple[Dependence, ...] = field(repr=False)
    pool: str

    @property
    def weights(self) -> Numbers:
        """The weight of each clue for each pair, (clues, H, H) dB."""
        return weights(self.seen)

    @property
    def total(self) -> Numbers:
        """The weight of all clues together for each pair, (H, H) dB, without the prior; NaN where both are ruled out."""
        return pairwise(logs(self.seen).sum(axis=0))

    @property
    def log_odds(self) -> Numbers:
        """Posterior odds of each pair in dB, (H, H): prior odds + ``total``; exact where a posterior rounds to 0 or 1."""
        return pairwise(logs(self.prior) + logs(self.seen).sum(axis=0))

    @property
    def ranking(self) -> tuple[str, ...]:
        """The hypotheses from the most to the least probable; ties in the order given."""
        score = logs(self.prior) + logs(self.seen).sum(axis=0)
        return tuple(self.hypotheses[at] for at in np.argsort(-score, kind="stable"))

    @property
    def leader(self) -> str:
        """The most probable hypothesis."""
        return self.ranking[0]

    @property
    def runner_up(self) -> str:
        """The next one."""
        return self.ranking[1]

    @property
    def margin(self) -> float:
        """Posterior odds of the leader over the runner-up, dB."""
        return float(self.log_odds[self.at(self.leader), self.at(self.runner_up)])

    def at(self, hypothesis: str) -> int:
        """The place of a hypothesis; `UnknownName` where it has none."""
        if hypothesis not in self.hypotheses:
            raise UnknownName("hypothesis", hypothesis, self.hypotheses)
        return self.hypotheses.index(hypothesis)

    def posterior_of(self, hypothesis: str) -> float:
        """What to believe of one hypothesis, 0-1."""
        return float(self.posterior[self.at(hypothesis)])

    def between(self, one: str, other: str) -> dict[str, float]:
        """The weight of each clue for one hypothesis against another, dB."""
        column = self.weights[:, self.at(one), self.at(other)]
        return dict(zip(self.clues, column.tolist(), strict=True))

    def by_cluster(self, one: str, other: str) -> dict[tuple[str, ...], float]:
        """The same for each group of clues that hang together."""
        each = self.between(one, other)
        return {group: float(sum(each[clue] for clue in group)) for group in clusters(self.clues, self.dependences)}

    def __str__(self) -> str:
        lead, second = self.leader, self.runner_up
        lines = [f"{lead}: {self.posterior_of(lead):.3f}, {self.margin:.1f} dB over {second} ({strength(self.margin)})"]
        wide = max(map(len, (*self.hypotheses, *self.clues)))
        for name in self.ranking:
            place = self.at(name)
            lines.append(f"  {name:{wide}}  prior {self.prior[place]:.3f}  posterior {self.posterior[place]:.3f}")
        for clue, db in sorted(self.between(lead, second).items(), key=lambda pair: -pair[1]):
            lines.append(f"  {clue:{wide}}  {db:+.2f} dB for {lead} against {second}")
        return "\n".join([*lines, *(f"  {clue} adds nothing to {given}" for clue, given in self.merged), *self.notes])


def pairwise(score: Numbers) -> Numbers:
    """Differences of natural logarithms of every pair in dB; NaN where both are minus infinity."""
    with np.errstate(invalid="ignore"):
        return np.asarray(10.0 / np.log(10.0) * (score[:, None] - score[None, :]))


def weigh(
    likelihoods: Likelihoods,
    prior: Mapping[str, float] | None = None,
    *,
    dependences: Sequence[Dependence] = (),
    pool: str = "log-odds",
) -> Weighed:
    """Weigh every clue that was looked for, found or not.

    1. Dependence: conditional judgements for marginal ones (`conditioned`). 2. Coders pooled (`pooled`). 3. P(as it turned out): p of a clue found, 1 - p of
    one looked for and not found. 4. Bayes in logarithms from ``prior``, one number for each hypothesis with the sum 1, equal where None. A clue without
    a full judgement is left out and noted: silence is not "even".

    Raises `ParameterError` for priors that are no probabilities or do not sum to 1, `UnknownName` for a prior of an unknown hypothesis,
    `DataError` where every hypothesis is ruled out, and what `conditioned` and `pooled` raise.

    >>> table = Likelihoods(("a", "b", "c"), ("h", "k"), ("",), np.array([[0.5, 0.05], [0.3, 0.6], [0.8, 0.2]]), (True, True, True))
    >>> print(weigh(table))
    h: 0.952, 13.0 dB over k (positive)
      h  prior 0.500  posterior 0.952
      k  prior 0.500  posterior 0.048
      a  +10.00 dB for h against k
      c  +6.02 dB for h against k
      b  -3.01 dB for h against k
    """
    start = priors(prior, likelihoods.hypotheses)
    given = conditioned(likelihoods, dependences)
    table, notes = complete(given.likelihoods)
    one = pooled(table.expected, pool)
    judged = ~np.isnan(one).any(axis=1)
    looked = np.array([each is not None for each in table.found], dtype=bool)
    missing = tuple(
        f"{clue}: nobody judged it under every hypothesis, and it is not weighed"
        for clue in named(table, looked & ~judged)
    )
    use = looked & judged
    found = tuple(bool(each) for each, used in zip(table.found, use, strict=True) if used)
    expected = one[use]
    seen = np.where(np.array(found, dtype=bool)[:, None], expected, 1.0 - expected)
    return Weighed(
        clues=named(table, use),
        hypotheses=likelihoods.hypotheses,
        prior=start,
        posterior=explained(start, seen, likelihoods.hypotheses, named(table, use)),
        expected=expected,
        seen=seen,
        found=found,
        open=named(table, ~looked & judged),
        open_expected=one[~looked & judged],
        merged=given.merged,
        notes=(*given.notes, *notes, *missing, *table.looked_for().certain()),
        likelihoods=likelihoods,
        dependences=tuple(dependences),
        pool=pool,
    )


def named(table: Likelihoods, which: npt.NDArray[np.bool_]) -> tuple[str, ...]:
    """The clues that a mask picks."""
    return tuple(clue for clue, wanted in zip(table.clues, which, strict=True) if wanted)


def explained(prior: Numbers, seen: Numbers, hypotheses: Sequence[str], clues: Sequence[str]) -> Numbers:
    """The posterior; where every hypothesis is ruled out the error names by which clue."""
    try:
        return posterior(prior, seen)
    except DataError:
        told = []
        for at, name in enumerate(hypotheses):
            by = [clue for clue, value in zip(clues, seen[:, at], strict=True) if value == 0.0]
            told.append(f"{name} by {listed(by) if by else 'its prior of 0'}")
        raise DataError(
            f"every hypothesis is ruled out: {'; '.join(told)}. Either a judgement of 0 or 1 is too bold, or the true hypothesis is not among these."
        ) from None


def priors(prior: Mapping[str, float] | None, hypotheses: Sequence[str]) -> Numbers:
    """The priors in the order of the hypotheses, summing to 1 exactly."""
    if prior is None:
        return np.full(len(hypotheses), 1.0 / len(hypotheses))
    for name in prior:
        if name not in hypotheses:
            raise UnknownName("hypothesis", name, tuple(hypotheses))
    lacking = [name for name in hypotheses if name not in prior]
    if lacking:
        raise ParameterError(
            f"there is no prior for {listed(lacking)}. Give one for every hypothesis, or none at all for equal ones."
        )
    values = np.array([float(prior[name]) for name in hypotheses])
    wrong = [name for name, value in zip(hypotheses, values, strict=True) if not 0.0 <= value <= 1.0]
    if wrong:
        raise ParameterError(f"the prior of {wrong[0]} is {prior[wrong[0]]:g}: it must lie between 0 and 1.")
    if abs(values.sum() - 1.0) > NEAR:
        raise ParameterError(
            f"the priors sum to {values.sum():g}, not to 1. Exclusive hypotheses share one certainty: scale the priors, or add the hypothesis that "
            "is missing."
        )
    return np.asarray(values / values.sum())


def by_coder(
    likelihoods: Likelihoods, prior: Mapping[str, float] | None = None, *, dependences: Sequence[Dependence] = ()
) -> dict[str, Weighed]:
    """The result of each coder alone, by name; dependences of other coders are left out.

    >>> table = Likelihoods(("a",), ("h", "k"), ("AB", "CD"), np.array([[[0.8, 0.5], [0.2, 0.5]]]), (True,))
    >>> {coder: round(result.posterior_of("h"), 2) for coder, result in by_coder(table).items()}
    {'AB': 0.8, 'CD': 0.5}
    """
    return {
        coder: weigh(
            likelihoods.of(coder), prior, dependences=[each for each in dependences if each.coder in ("*", coder)]
        )
        for coder in likelihoods.coders
    }


def example() -> Weighed:
    """Three clues with the ratios 10, 1/2 and 4 between two hypotheses: 10 - 3.01 + 6.02 = 13.01 dB, odds 20:1, posterior 20/21.

    >>> result = example()
    >>> round(result.margin, 2), round(result.posterior_of("h"), 4)
    (13.01, 0.9524)
    """
    expected = np.array([[0.5, 0.05], [0.3, 0.6], [0.8, 0.2]])
    return weigh(Likelihoods(("a", "b", "c"), ("h", "k"), ("",), expected, (True, True, True)))
