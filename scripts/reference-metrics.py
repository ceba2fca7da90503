"""Writes test/fixtures/metrics/reference.json: inputs, and what scikit-learn, sacreBLEU, rouge-score, NLTK and SciPy make of them.

    python3 -m venv /tmp/ref && /tmp/ref/bin/pip install scikit-learn==1.9.1 sacrebleu==2.6.0 rouge-score==0.1.2 nltk==3.10.4
    /tmp/ref/bin/python scripts/reference-metrics.py > test/fixtures/metrics/reference.json

Where no library has a metric (token F1 and normalized match of SQuAD, costs, JSON fields), its definition is written out here once more.
"""
import collections, json, random, re, string, sys, warnings
import nltk, rouge_score, sacrebleu, scipy, sklearn
from importlib.metadata import version
import numpy as np
from nltk import edit_distance
from rouge_score import rouge_scorer
from sacrebleu.metrics import BLEU, CHRF
from scipy.optimize import linear_sum_assignment
from sklearn import metrics as sk
from sklearn.preprocessing import MultiLabelBinarizer

warnings.filterwarnings("ignore")
rnd = random.Random(7)
INVALID = "-"

def label_cases():
    for classes in (2, 3, 5):
        labels = list("abcde"[:classes])
        for n in (1, 7, 40, 200):
            true = [rnd.choices(labels, weights=[6, 3, 2, 1, 1][:classes])[0] for _ in range(n)]
            pred = [t if rnd.random() < 0.6 else rnd.choice(labels + [INVALID]) for t in true]
            yield labels, true, pred
    yield ["a", "b"], ["a", "a"], ["a", "a"]
    yield ["a", "b"], ["a", "b"], ["b", "a"]
    yield ["a", "b", "c"], ["a", "b"], [INVALID, INVALID]

def of_labels(labels, true, pred, weights=None):
    w = dict(sample_weight=weights)
    each = dict(labels=labels, zero_division=0, **w)
    one = dict(labels=["a"], average="macro", zero_division=0, **w)
    kappa = sk.cohen_kappa_score(true, pred, **w)
    if np.isnan(kappa): kappa = sk.accuracy_score(true, pred, **w)
    costs = {"a": {"b": 5.0}, "b": {"a": 0.5}}
    cost = lambda t, p: 0.0 if t == p else costs.get(t, {}).get(p, 1.0)
    worst = {t: max(cost(t, p) for p in labels) for t in labels}
    top = max(worst.values())
    return {
        "accuracy": sk.accuracy_score(true, pred, **w),
        "balanced-accuracy": sk.balanced_accuracy_score(true, pred, **w),
        "macro-precision": sk.precision_score(true, pred, average="macro", **each),
        "precision:a": sk.precision_score(true, pred, **one),
        "recall:a": sk.recall_score(true, pred, **one),
        "f1:a": sk.f1_score(true, pred, **one),
        "f2:a": sk.fbeta_score(true, pred, beta=2, **one),
        "f0.5:a": sk.fbeta_score(true, pred, beta=0.5, **one),
        "macro-f1": sk.f1_score(true, pred, average="macro", **each),
        "micro-f1": sk.f1_score(true, pred, average="micro", **each),
        "weighted-f1": sk.f1_score(true, pred, average="weighted", **each),
        "mcc": max(0.0, sk.matthews_corrcoef(true, pred, **w)),
        "kappa": max(0.0, kappa),
        "cost": float(np.average([top - (worst[t] if p == INVALID else cost(t, p)) for t, p in zip(true, pred)], weights=weights)) / top,
    }

def set_cases():
    labels = list("abcd")
    for n in (1, 5, 60):
        draw = lambda: sorted(l for l in labels if rnd.random() < 0.4)
        true = [draw() for _ in range(n)]
        yield labels, true, [t if rnd.random() < 0.4 else draw() for t in true]

def of_sets(labels, true, pred, weights=None):
    w = dict(sample_weight=weights)
    one = MultiLabelBinarizer(classes=labels)
    t, p = one.fit_transform(true), one.transform(pred)
    return {
        "exact-set": sk.accuracy_score(t, p, **w),
        "jaccard": sk.jaccard_score(t, p, average="samples", zero_division=1, **w),
        "samples-f1": sk.f1_score(t, p, average="samples", zero_division=1, **w),
        "micro-f1": sk.f1_score(t, p, average="micro", zero_division=0, **w),
        "macro-f1": sk.f1_score(t, p, average="macro", zero_division=0, **w),
    }

WORDS = "the cat sat on a mat near an old red house , while 3.5 dogs ran - quickly - over U.S. fields ; don't ! naïve Straße 東京 &amp; (yes)".split()

def text_cases():
    fixed = [
        ("The cat sat on the mat.", ["The cat sat on the mat."]),
        ("", ["something"]),
        ("the", ["The."]),
        ("Paris, France", ["paris", "the city of Paris"]),
        ("It is 1,234.5 miles - 10-20 more.", ["It is 1,234.5 miles; 10-20 less."]),
        ("naïve café in Straße", ["naive cafe in Strasse", "naïve Café in Straße"]),
        ("東京は日本の首都です", ["日本の首都は東京です"]),
        ("ab", ["cd"]),
    ]
    yield from fixed
    for n in (1, 3, 8, 30, 120):
        for _ in range(4):
            right = [rnd.choice(WORDS) for _ in range(n)]
            answer = [w if rnd.random() < 0.7 else rnd.choice(WORDS) for w in right if rnd.random() < 0.9]
            more = [" ".join(rnd.choice(WORDS) for _ in range(n))] if rnd.random() < 0.5 else []
            yield " ".join(answer), [" ".join(right)] + more

def normal(text):
    text = "".join(c for c in text.lower() if c not in set(string.punctuation))
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", text, flags=re.ASCII).split())

def token_f1(answer, right):
    a, b = normal(answer).split(), normal(right).split()
    if not a or not b: return float(a == b)  # as in SQuAD 2.0
    same = sum((collections.Counter(a) & collections.Counter(b)).values())
    return 0.0 if same == 0 else 2 * (same / len(a)) * (same / len(b)) / (same / len(a) + same / len(b))

def like(a, b):
    return 1.0 if max(len(a), len(b)) == 0 else 1 - edit_distance(a, b) / max(len(a), len(b))

ROUGE = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeL"])

def of_text(answer, rights):
    rouge = ROUGE.score_multi(rights, answer)
    return {
        "exact-match": float(any(answer.strip() == r.strip() for r in rights)),
        "normalized-match": float(any(normal(answer) == normal(r) for r in rights)),
        "contains": float(any(r.strip().lower() in answer.lower() for r in rights)),
        "token-f1": max(token_f1(answer, r) for r in rights),
        "rouge-1": rouge["rouge1"].fmeasure,
        "rouge-2": rouge["rouge2"].fmeasure,
        "rouge-l": rouge["rougeL"].fmeasure,
        "bleu": sacrebleu.sentence_bleu(answer, rights).score / 100,
        "chrf": sacrebleu.sentence_chrf(answer, rights).score / 100,
        "levenshtein": max(like(answer, r) for r in rights),
    }

def of_corpus(cases):
    answers = [a for a, _ in cases]
    most = max(len(r) for _, r in cases)
    # A reference that a row lacks is repeated, which changes neither score.
    streams = [[r[min(i, len(r) - 1)] for _, r in cases] for i in range(most)]
    return {"bleu": BLEU().corpus_score(answers, streams).score / 100, "chrf": CHRF().corpus_score(answers, streams).score / 100}

def overlap(a, b, alike):
    if not a and not b: return 1.0
    if not a or not b: return 0.0
    table = np.array([[alike(x, y) for y in b] for x in a])
    rows, cols = linear_sum_assignment(-table)
    return 2 * float(table[rows, cols].sum()) / (len(a) + len(b))

def json_like(a, b):
    if isinstance(a, list) and isinstance(b, list): return overlap(a, b, json_like)
    if isinstance(a, dict) and isinstance(b, dict):
        names = {n for v in (a, b) for n in v if v[n] is not None}
        return 1.0 if not names else sum(json_like(a.get(n), b.get(n)) for n in names) / len(names)
    form = lambda v: " ".join(v.split()).lower() if isinstance(v, str) else v
    return float(type(form(a)) is type(form(b)) and form(a) == form(b))

def items():
    return ["".join(rnd.choice("abc") for _ in range(rnd.randint(0, 5))) for _ in range(rnd.randint(0, 8))]

def value(depth):
    kind = rnd.randint(0, 5 if depth < 3 else 3)
    if kind == 4: return [value(depth + 1) for _ in range(rnd.randint(0, 4))]
    if kind == 5: return {k: value(depth + 1) for k in "pqrs" if rnd.random() < 0.6}
    return [rnd.choice(["Ada ", "ada", "Bob"]), rnd.randint(0, 2), None, rnd.random() < 0.5][kind]

def altered(v):
    if rnd.random() < 0.25: return value(2)
    if isinstance(v, list): return [altered(x) for x in v]
    if isinstance(v, dict): return {k: altered(x) for k, x in v.items() if rnd.random() < 0.85}
    return v

texts = list(text_cases())
lists = [(items(), items()) for _ in range(40)]
objects = [(altered(v), v) for v in ({k: value(1) for k in "pqrs"} for _ in range(40))]
numbers = [(0, 0), (1, 1), (0, 5), (-2, 2)] + [(rnd.uniform(-9, 9), rnd.uniform(-9, 9)) for _ in range(20)]
near = lambda a, b: 1.0 if a == b == 0 else 1 - abs(a - b) / (abs(a) + abs(b))
# Drawn last, so that the other inputs stay as they are.
def weighed(cases, of):
    drawn = random.Random(8)
    for labels, true, pred in cases:
        weights = [drawn.choice([0.25, 0.5, 1, 2, 3.5]) for _ in true]
        yield {"labels": labels, "expected": true, "predicted": pred, "weights": weights, "scores": of(labels, true, pred, weights)}

libraries = {name: version(name) for name in ("scikit-learn", "sacrebleu", "rouge-score", "nltk", "scipy")}
json.dump({
    "libraries": libraries,
    "labels": [{"labels": l, "expected": t, "predicted": p, "scores": of_labels(l, t, p)} for l, t, p in label_cases()],
    "sets": [{"labels": l, "expected": t, "predicted": p, "scores": of_sets(l, t, p)} for l, t, p in set_cases()],
    "texts": [{"answer": a, "expected": r, "scores": of_text(a, r)} for a, r in texts],
    "corpora": [{"rows": c, "scores": of_corpus(c)} for c in (texts, texts[8:20], texts[20:])],
    "lists": [{"answer": a, "expected": b, "scores": {"list-overlap": overlap(a, b, like)}} for a, b in lists],
    "objects": [{"answer": a, "expected": b, "scores": {"json-fields": json_like(a, b)}} for a, b in objects],
    "numbers": [{"answer": a, "expected": b, "scores": {"number-difference": near(a, b), "within-tolerance": float(np.isclose(a, b, atol=2, rtol=0))}} for a, b in numbers],
    "weightedLabels": list(weighed(label_cases(), of_labels)),
    "weightedSets": list(weighed(set_cases(), of_sets)),
}, sys.stdout, ensure_ascii=False, indent=1)
