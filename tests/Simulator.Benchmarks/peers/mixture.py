"""The mixture kernels in NumPy: scores at n points of a mixture of 16 Gaussians in 64 dimensions, and posterior means of a cloud of 1797 points.

Prints one JSON line a kernel: the best of three runs.
"""
import json
import sys
import time

import numpy as np
from scipy.linalg import solve_triangular

n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
d, components, alpha_bar = 64, 16, 0.5
random = np.random.default_rng(1)
means = np.sqrt(alpha_bar) * random.normal(size=(components, d))
roots = random.normal(size=(components, d, d)) / np.sqrt(d)
covariances = alpha_bar * (roots @ roots.transpose(0, 2, 1) + 0.1 * np.eye(d)) + (1 - alpha_bar) * np.eye(d)
variances = np.diagonal(covariances, axis1=1, axis2=2).copy()
points = random.normal(size=(n, d))


def shares(logs):
    logs -= logs.max(1, keepdims=True)
    np.exp(logs, out=logs)
    logs /= logs.sum(1, keepdims=True)
    return logs


def full():
    logs, pulls = np.empty((n, components)), np.empty((components, n, d))
    for k in range(components):
        factor = np.linalg.cholesky(covariances[k])
        white = solve_triangular(factor, (points - means[k]).T, lower=True, check_finite=False)
        pulls[k] = solve_triangular(factor.T, white, lower=False, check_finite=False).T
        logs[:, k] = -0.5 * np.einsum("ij,ij->j", white, white) - np.log(np.diag(factor)).sum()
    return -np.einsum("nk,knd->nd", shares(logs), pulls)


def diagonal():
    logs = np.empty((n, components))
    for k in range(components):
        logs[:, k] = -0.5 * (np.square(points - means[k]) / variances[k]).sum(1) - 0.5 * np.log(variances[k]).sum()
    r, score = shares(logs), np.zeros((n, d))
    for k in range(components):
        score -= r[:, k, None] * (points - means[k]) / variances[k]
    return score


def isotropic():
    logs = np.empty((n, components))
    for k in range(components):
        logs[:, k] = -0.5 * np.square(points - means[k]).sum(1) / variances[k, 0] - 0.5 * d * np.log(variances[k, 0])
    r = shares(logs) / variances[:, 0]
    return r @ means - r.sum(1, keepdims=True) * points


def cloud():
    return shares(-(np.square(some).sum(1)[:, None] - 1.8 * some @ places.T + 0.81 * np.square(places).sum(1)) / (2 * 0.49)) @ places


places, some = random.normal(size=(1797, d)), points[:10_000]
for name, kernel in (("score full", full), ("score diagonal", diagonal), ("score isotropic", isotropic), ("cloud 10000", cloud)):
    best = np.inf
    for _ in range(3):
        start = time.perf_counter()
        kernel()
        best = min(best, time.perf_counter() - start)
    print(json.dumps({"kernel": name, "seconds": best}), flush=True)
