/**
 * Writes the rows of the examples that are our own: `node scripts/make-examples.mjs [FOLDER]`, by default into examples/. The
 * rows are the same in every run.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { orders } from "./examples/orders.mjs";
import { tickets } from "./examples/tickets.mjs";

const folder = process.argv[2] ?? fileURLToPath(new URL("../examples/", import.meta.url));

const lines = (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const csv = (rows) =>
  [Object.keys(rows[0]), ...rows.map(Object.values)].map((cells) => `${cells.map(quoted).join(",")}\n`).join("");
const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const files = {
  "extraction/orders.jsonl": lines(orders()),
  "tickets/tickets.csv": csv(tickets()),
};
for (const [name, text] of Object.entries(files)) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
