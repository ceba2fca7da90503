/** The model that a config names first, and what its settings are called. */
import type { Notes } from "./notes.ts";
import { oneLine } from "../../core/values/words.ts";
import { isObject } from "../../core/values/is-object.ts";
import { listOf } from "./values.ts";

/** `openai:chat:gpt-5.6` and its like as `provider:name`; undefined for what we do not know how to call. */
export function modelOf(given: unknown, known: readonly string[], notes: Notes): string | undefined {
  const all = listOf(given);
  const [first] = all;
  const { id, settings } = parts(first);
  if (all.length > 1)
    notes.say(`The config has ${all.length} providers; the first one was taken, without ${listedNames(all.slice(1))}.`);
  if (settings.length > 0) notes.say(`Not read in the provider: ${settings.join(", ")}.`);
  if (typeof id !== "string") return undefined;
  const [family = "", ...rest] = id.split(":");
  const name = rest.filter((part) => !["chat", "messages", "responses"].includes(part)).join(":");
  if (known.includes(family) && name !== "" && !name.includes("{{")) return `${family}:${name}`;
  notes.say(`The provider ${id} is not read; set the model yourself.`);
  return undefined;
}

/** The other providers by their ids, each once. */
function listedNames(others: readonly unknown[]): string {
  return [...new Set(others.map((one) => oneLine(String(parts(one).id ?? "one without an id"), 80)))].join(", ");
}

/** An id alone, an object with `id`, or an object whose one key is the id. */
function parts(provider: unknown): { readonly id: unknown; readonly settings: readonly string[] } {
  if (!isObject(provider)) return { id: provider, settings: [] };
  const [only, inner] = Object.entries(provider)[0] ?? [];
  const { id, ...more } = "id" in provider ? provider : { id: only, ...(isObject(inner) && inner) };
  const settings = Object.entries(more).flatMap(([key, value]) =>
    key === "label" ? [] : isObject(value) ? Object.keys(value).map((name) => `${key}.${name}`) : [key],
  );
  return { id, settings };
}
