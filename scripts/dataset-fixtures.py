"""Writes test/fixtures/datasets/*.parquet and *.xlsx with the libraries that people write them with.

    python3 -m venv /tmp/ref && /tmp/ref/bin/pip install pyarrow==26.0.1 openpyxl==3.1.5
    /tmp/ref/bin/python scripts/dataset-fixtures.py test/fixtures/datasets
"""
import datetime, json, sys
import openpyxl, pyarrow as pa, pyarrow.parquet as pq

folder = sys.argv[1]
texts = ["good film", "bad film", "naïve, “quoted”\nand long"]
info = {"info": {"features": {"label": {"names": ["neg", "pos"], "_type": "ClassLabel"}, "text": {"dtype": "string", "_type": "Value"}}}}
table = pa.table({
    "text": texts,
    "label": pa.array([1, 0, -1], pa.int64()),
    "big": pa.array([9007199254740993, 2, None], pa.int64()),
    "score": pa.array([0.5, None, 1.0], pa.float64()),
    "day": pa.array([datetime.datetime(2026, 1, 2, 3, 4, 5)] * 3, pa.timestamp("ms")),
    "turns": pa.array([[{"role": "user", "content": t}, {"role": "assistant", "content": "ok"}] for t in texts]),
}).replace_schema_metadata({"huggingface": json.dumps(info)})
for codec in ("snappy", "zstd"):
    pq.write_table(table, f"{folder}/reviews-{codec}.parquet", compression=codec)
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "tickets"
for row in [["id", "text", "label", None], [1, "naïve “x”", "urgent", "no name"], [None, None, None, None], [2, 3.5, True, None], [3, datetime.datetime(2026, 1, 2), "later", None]]:
    sheet.append(row)
book.create_sheet("notes").append(["ignored"])
book.save(f"{folder}/tickets.xlsx")
