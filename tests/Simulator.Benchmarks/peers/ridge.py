"""A ridge regression on random Fourier features in NumPy and SciPy: features, Gram matrix, Cholesky, solution. Prints one JSON line: the best of the runs."""
import json
import sys
import time

import numpy as np
from scipy.linalg import cho_factor, cho_solve

samples, d, features, runs = 50_000, 16, 1024, int(sys.argv[1]) if len(sys.argv) > 1 else 1
random = np.random.default_rng(1)
points = random.normal(size=(samples, d))
labels = np.sin(points)
frequencies = random.normal(size=(d, features))
phases = random.uniform(0, 2 * np.pi, features)
best = float("inf")
for _ in range(runs):
    start = time.perf_counter()
    design = points @ frequencies
    design += phases
    np.cos(design, out=design)
    design *= np.sqrt(2 / features)
    gram = design.T @ design
    gram[np.diag_indices(features)] += 1e-6 * samples
    coefficients = cho_solve(cho_factor(gram, lower=True, overwrite_a=True), design.T @ labels)
    best = min(best, time.perf_counter() - start)
print(json.dumps({"seconds": best, "check": float(np.abs(coefficients).mean())}))
