"""The exact assignment of two samples, points read from a file of doubles (x, then y, both n x d): SciPy, and POT's network simplex where it is installed.

Arguments: file, n, d. Prints one JSON line a peer: seconds with the matrix of distances, and the mean cost.
"""
import json
import sys
import time

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

n, d = int(sys.argv[2]), int(sys.argv[3])
x, y = np.fromfile(sys.argv[1]).reshape(2, n, d)


def scipy():
    costs = cdist(x, y)
    rows, columns = linear_sum_assignment(costs)
    return costs[rows, columns].mean()


def pot():
    weights = np.full(n, 1 / n)
    return ot.emd2(weights, weights, cdist(x, y), numItermax=10**7)


peers = [("SciPy", scipy)]
try:
    import ot
    peers.append(("POT", pot))
except ImportError:
    pass
for name, solve in peers:
    start = time.perf_counter()
    cost = solve()
    print(json.dumps({"peer": name, "seconds": time.perf_counter() - start, "cost": float(cost)}), flush=True)
