/** What plain data may not hold in YAML: tags of other languages, values that contain themselves, names that are no text or given twice. */
import { isAlias, isCollection, isMap, isNode, isScalar, type Node, type YAMLMap } from "yaml";
import { yamlWords, type YamlWords } from "./yaml-faults.ts";

/** Tags that stand for the plain values of JSON. */
const PLAIN_TAGS: ReadonlySet<string> = new Set(
  ["map", "seq", "str", "int", "float", "bool", "null"].map((name) => `tag:yaml.org,2002:${name}`),
);

/** A fault in words, and the node that has it. */
export interface Problem extends YamlWords {
  readonly at?: Node | undefined;
}

type LineAt = (position: number) => number;

/**
 * What is wrong with a node, as far as the parser did not say it; undefined when it is plain data.
 * @param above the nodes around it
 * @param lineAt the line of a position, from 1
 */
export function problemOf(node: Node, above: readonly unknown[], lineAt: LineAt): Problem | undefined {
  if (isAlias(node)) {
    const within = above.some((one) => isCollection(one) && one.anchor === node.source);
    return within ? { problem: "a value that contains itself", at: node } : undefined;
  }
  if (node.tag !== undefined && !PLAIN_TAGS.has(node.tag)) return { ...yamlWords("TAG_RESOLVE_FAILED", ""), at: node };
  return isMap(node) ? wrongKey(node, lineAt) : undefined;
}

/** A key that cannot be a name, or that is given twice. */
function wrongKey({ items }: YAMLMap, lineAt: LineAt): Problem | undefined {
  const names = new Map<string, number>();
  for (const { key } of items) {
    if (!isScalar(key))
      return {
        problem: "a name that is not plain text",
        remedy: 'Put a value that begins with a brace or a bracket into quotes: "{{text}}".',
        at: isNode(key) ? key : undefined,
      };
    const name = String(key.value);
    const start = key.range?.[0] ?? 0;
    const first = names.get(name);
    if (first !== undefined)
      return {
        problem: `a name that is given twice: ${JSON.stringify(shortened(name))}, on lines ${lineAt(first)} and ${lineAt(start)}`,
        remedy: "Keep one of the two.",
        at: key,
      };
    names.set(name, start);
  }
  return undefined;
}

/** Characters of a name that a message shows. */
const NAME_SHOWN = 60;

function shortened(name: string): string {
  return name.length > NAME_SHOWN ? `${name.slice(0, NAME_SHOWN)}…` : name;
}
