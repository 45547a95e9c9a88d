"""gensim's skip-gram on the same text, judged by the same tests: gensim_words.py CORPUS TESTS (Debian: python3-gensim)."""
import csv
import glob
import gzip
import os
import re
import sys
import time

import numpy as np
from gensim.models import Word2Vec

WORD = re.compile(r"[^\W_]+")


def lines(corpus):
    for path in sorted(glob.glob(os.path.join(corpus, "*.gz"))):
        with gzip.open(path, "rt", encoding="utf8") as file:
            for line in file:
                words = WORD.findall(line.lower())
                if words:
                    yield words


def ranks(values):
    values = np.asarray(values)
    return np.array([(np.sum(values < v) + np.sum(values <= v) - 1) / 2 for v in values])


def main():
    corpus, tests = sys.argv[1:3]
    text = list(lines(corpus))
    words = sum(map(len, text))
    start, cpu = time.time(), time.process_time()
    model = Word2Vec(text, vector_size=100, window=5, min_count=5, sg=1, negative=5, epochs=5, workers=2, seed=1)
    seconds, used = time.time() - start, time.process_time() - cpu
    vectors = model.wv
    correlations = []
    for name in ("wordsim353", "wordsim353-similarity", "wordsim353-relatedness"):
        with open(os.path.join(tests, name + ".csv")) as file:
            pairs = [(a.lower(), b.lower(), float(s)) for a, b, s in list(csv.reader(file))[1:]]
        known = [(vectors.similarity(a, b), s) for a, b, s in pairs if a in vectors and b in vectors]
        correlations.append(np.corrcoef(ranks([k[0] for k in known]), ranks([k[1] for k in known]))[0, 1])
    units = vectors.get_normed_vectors()
    right = asked = 0
    with open(os.path.join(tests, "analogies-small.txt")) as file:
        for line in file:
            question = line.lower().split()
            if line[0] == ":" or any(w not in vectors for w in question):
                continue
            a, b, c, d = (vectors.key_to_index[w] for w in question)
            scores = units @ (units[b] - units[a] + units[c])
            scores[[a, b, c]] = -9
            right += scores.argmax() == d
            asked += 1
    cells = [f"{v:.3f}" for v in correlations + [right / asked]]
    print(f"| gensim skip-gram, 5 epochs | 100 | {' | '.join(cells)} | {seconds:,.0f} | {used:,.0f} | {words / used:,.0f} |")


main()
