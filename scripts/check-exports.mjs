/** Holds package.json against what was built and what npm would pack: every entry is there and can be imported, every link leads somewhere. */
import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

process.chdir(join(import.meta.dirname, ".."));

const { name, exports: entries, bin } = JSON.parse(readFileSync("package.json", "utf8"));
const [{ files }] = JSON.parse(
  execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }),
);
const packed = new Set(files.map(({ path }) => `./${path}`));
const faults = [];

for (const [entry, target] of Object.entries(entries)) {
  const targets = typeof target === "string" ? [target] : Object.values(target);
  const missing = targets.filter((file) => !packed.has(file));
  faults.push(...missing.map((file) => `exports["${entry}"] names ${file}, which is not in the package`));
  if (missing.length > 0 || typeof target === "string") continue;
  const names = Object.keys(await import(entry.replace(".", name)));
  if (names.length === 0) faults.push(`exports["${entry}"] exports nothing`);
}
for (const file of Object.values(bin)) {
  if (!packed.has(`./${file}`)) faults.push(`bin names ${file}, which is not in the package`);
  else if (!isExecutable(file)) faults.push(`bin ${file} cannot be run: it needs a #! line and the right to execute`);
}
for (const file of ["./README.md", "./LICENSE", "./CHANGELOG.md", "./schema/protegi.schema.json"]) {
  if (!packed.has(file)) faults.push(`${file} is not in the package`);
}
for (const file of packed) {
  if (/\/\.protegi\/|\.(?:db|gguf)\b|\/\.sources$/.test(file)) faults.push(`${file} must not be in the package`);
}

// Links of the documents that are packed lead to what is packed; those that leave it must be addresses.
for (const page of [...packed].filter((file) => file.endsWith(".md"))) {
  for (const [, target] of prose(readFileSync(page, "utf8")).matchAll(/\]\(([^()\s]+)\)/g)) {
    if (/^(?:https?:|mailto:|#)/.test(target)) continue;
    const path = `./${join(dirname(page), target.split("#")[0])}`;
    const isThere = packed.has(path) || [...packed].some((file) => file.startsWith(`${path.replace(/\/$/, "")}/`));
    if (!isThere) faults.push(`${page} links to ${target}, which is not in the package`);
  }
}

if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exitCode = 1;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    return false;
  }
  return existsSync(file) && readFileSync(file, "utf8").startsWith("#!/usr/bin/env node\n");
}

/** A page without its code, in which brackets are no links. */
function prose(text) {
  return text.replace(/```[\s\S]*?```/g, "").replace(/`[^`\n]*`/g, "");
}
