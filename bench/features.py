"""scikit-learn on the features that features.ts wrote; prints seconds and its scores' digest as JSON."""
import json
import sys
import time

import numpy
import sklearn
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import LocalOutlierFactor

folder, rows, columns, detector = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
fit, asked = (
    numpy.fromfile(f"{folder}/{name}.f32", numpy.float32).reshape(rows, columns)
    for name in ("fit", "asked")
)
model = (
    LocalOutlierFactor(n_neighbors=20, novelty=True)
    if detector == "local-outlier-factor"
    else IsolationForest(n_estimators=100, random_state=0)
)
wall, processor = time.perf_counter(), time.process_time()
model.fit(fit)
fitted = time.perf_counter()
scores = -model.score_samples(asked)
print(
    json.dumps(
        {
            "version": sklearn.__version__,
            "fitSeconds": fitted - wall,
            "seconds": time.perf_counter() - wall,
            "processorSeconds": time.process_time() - processor,
        }
    )
)
scores.astype(numpy.float32).tofile(f"{folder}/{detector}.f32")
