/** Takes out what a model thought aloud: one table of the marks that models and servers put around thoughts. */
import type { Role } from "../model.ts";

/** The marks of one kind of thought. */
export interface ThoughtMarks {
  readonly family: string;
  /** Who writes them. */
  readonly writtenBy: string;
  /** Opens a thought; its group `name`, where it has one, must be the same in the mark that closes it. */
  readonly open: string;
  readonly close: string;
  /** Plain words, which count only where the reply begins with them, and where both are there. */
  readonly words?: true;
  /** A reply whose answer is `positive`. */
  readonly example: string;
}

const NAME =
  "(?:(?:[a-z]{1,12}[:_-]?)?think(?:ing)?|(?:(?:inner|internal|my)[ _-]?)?(?:thoughts?|monologue|reasoning)|reason|reflections?|scratch_?pad|rationale|chain[_-]of[_-]thought|cot|ponder(?:ing)?|deliberation|analysis|brainstorm(?:ing)?|planning|思考|推理)(?:[_-](?:process|content|block|trace|steps?)|过程)?";

/** All kinds of thoughts, each with an example. */
export const THOUGHTS: readonly ThoughtMarks[] = [
  {
    family: "tags",
    writtenBy: "DeepSeek, Qwen, GLM, MiniMax, EXAONE, Seed, and prompts that ask for such tags",
    open: `<(?<name>${NAME})(?:\\s[^<>]{0,200})?>`,
    close: `</(?<name>${NAME})\\s{0,3}>`,
    example: "<think>\nIs it negative? No.\n</think>\n\npositive",
  },
  {
    family: "brackets",
    writtenBy: "Magistral",
    open: `\\[(?<name>${NAME})\\]`,
    close: `\\[/(?<name>${NAME})\\]`,
    example: "[THINK]Negative? No.[/THINK]positive",
  },
  {
    family: "pictured tags",
    writtenBy: "Kimi",
    open: `◁(?<name>${NAME})▷`,
    close: `◁/(?<name>${NAME})▷`,
    example: "◁think▷Negative? No.◁/think▷positive",
  },
  {
    family: "tokens",
    writtenBy: "Command A, OpenThinker, Sky-T1",
    open: `<\\|?(?:begin|start)_(?:of_)?(?<name>${NAME})\\|?>`,
    close: `<\\|?end_(?:of_)?(?<name>${NAME})\\|?>`,
    example: "<|START_THINKING|>Negative? No.<|END_THINKING|><|START_RESPONSE|>positive<|END_RESPONSE|>",
  },
  {
    family: "tokens that end in start and end",
    writtenBy: "finetunes",
    open: `<\\|?(?<name>${NAME})_(?:begin|start)\\|?>`,
    close: `<\\|?(?<name>${NAME})_end\\|?>`,
    example: "<|thinking_start|>Negative? No.<|thinking_end|>positive",
  },
  {
    family: "tokens with a slash",
    writtenBy: "finetunes whose tags are tokens",
    open: `<\\|(?<name>${NAME})\\|>`,
    close: `<\\|/(?<name>${NAME})\\|>`,
    example: "<|think|>Negative? No.<|/think|>positive",
  },
  {
    family: "inner tokens",
    writtenBy: "Apertus",
    open: "<\\|inner_prefix\\|>",
    close: "<\\|inner_suffix\\|>",
    example: "<|inner_prefix|>Negative? No.<|inner_suffix|>positive",
  },
  {
    family: "one channel",
    writtenBy: "Gemma 4",
    open: "<\\|channel>\\s{0,3}thought",
    close: "<channel\\|>",
    example: "<|channel>thought\nNegative? No.\n<channel|>positive",
  },
  {
    family: "spare tokens",
    writtenBy: "MedGemma",
    open: "<unused94>",
    close: "<unused95>",
    example: "<unused94>thought\nNegative? No.<unused95>positive",
  },
  {
    family: "folded details",
    writtenBy: "chat pages in front of a server",
    open: '<details(?:\\s[^<>]{0,100})?type="reasoning"[^<>]{0,200}>',
    close: "</details>",
    example: '<details type="reasoning" done="true">\n> Negative? No.\n</details>\npositive',
  },
  {
    family: "a process in words",
    writtenBy: "Granite",
    open: "here(?: is|['’]s) my thought process:?",
    close: "here(?: is|['’]s) my (?:response|answer):?",
    words: true,
    example: "Here is my thought process:\nNegative? No.\n\nHere is my response:\npositive",
  },
  {
    family: "steps in words",
    writtenBy: "Apriel",
    open: "here are my reasoning steps:?",
    close: "\\[BEGIN FINAL RESPONSE\\]",
    words: true,
    example: "Here are my reasoning steps:\nNegative? No.\n[BEGIN FINAL RESPONSE]\npositive\n[END FINAL RESPONSE]",
  },
  {
    family: "a fence of its own",
    writtenBy: "models that like Markdown",
    open: "```(?:thinking|thoughts?|reasoning|think)\\n",
    close: "\\n```",
    words: true,
    example: "```thinking\nNegative? No.\n```\n\npositive",
  },
  {
    family: "lines of a terminal",
    writtenBy: "the command line of Ollama",
    open: "thinking\\.\\.\\.\\n",
    close: "\\.\\.\\.done thinking\\.",
    words: true,
    example: "Thinking...\nNegative? No.\n...done thinking.\n\npositive",
  },
];

const MARKED = THOUGHTS.filter(({ words }) => words !== true);
/** Every mark in one expression: the groups `o0`, `c0`, ... say which it is. */
const MARKS = new RegExp(
  MARKED.flatMap(({ open, close }, i) => [`(?<o${i}>${unnamed(open)})`, `(?<c${i}>${unnamed(close)})`]).join("|"),
  "giu",
);
const EACH = MARKED.map(({ open, close }) => ({ o: new RegExp(open, "iu"), c: new RegExp(close, "iu") }));
const WORDS = THOUGHTS.filter(({ words }) => words === true).map(({ open, close }) => ({
  open: new RegExp(`^(?:\\s*(?:<\\|[\\w ]{1,30}\\|>|<s>)\\s*(?:assistant\\b)?){0,4}\\s*${open}`, "iu"),
  close: new RegExp(close, "iu"),
}));

function unnamed(source: string): string {
  return source.replaceAll("(?<name>", "(?:");
}

/** A text without thoughts. */
export interface Thoughtless {
  readonly text: string;
  /** Whether something was taken out. */
  readonly thought: boolean;
  /** Whether a thought never ended; what follows its start is taken out. */
  readonly unfinished: boolean;
}

/** What begins like this is data or a section: tags inside it belong to it. */
const STRUCTURED = /^\s*(?:\{|\[\s*["'{]|```|~~~|<items?\b)/i;
/** Where a thought may begin in the optimizer's reply: at its start, on a new line, behind a sentence. */
const BETWEEN = /(?:^|\n|[.!?:])[ \t]*$/;

/**
 * Takes the thoughts out of a reply. What comes before a mark that closes a thought nobody opened is a thought too.
 * @param role the optimizer may write about such tags, so its thoughts count only between sentences and outside JSON
 */
export function withoutThoughts(text: string, role: Role): Thoughtless {
  const worded = withoutWords(text);
  let kept = "";
  let at = 0;
  let inside: string | undefined;
  /** Whether the optimizer has written an opening mark as a word of its text. */
  let quoted = false;
  let thought = worded !== text;
  for (const match of worded.matchAll(MARKS)) {
    const [group] = Object.entries(match.groups!).find(([, value]) => value !== undefined)!;
    const kind = kindOf(group, match[0]);
    const before = worded.slice(at, match.index);
    // The optimizer is asked for reasons.
    if (role === "optimizer" && kind.endsWith(" reason")) continue;
    const own = role === "optimizer" && STRUCTURED.test(kept === "" ? before : kept);
    if (group.startsWith("c")) {
      if (inside === undefined ? own || quoted : inside !== kind) continue;
      kept = inside === undefined ? "" : kept;
      inside = undefined;
    } else {
      if (inside !== undefined || own) continue;
      quoted ||= role === "optimizer" && !BETWEEN.test(worded.slice(Math.max(0, match.index - 40), match.index));
      if (quoted) continue;
      kept += before;
      inside = kind;
    }
    thought = true;
    at = match.index + match[0].length;
  }
  const rest = inside === undefined ? worded.slice(at) : "";
  return { text: thought ? kept + rest : text, thought, unfinished: inside !== undefined };
}

/** What a mark that opens and the mark that closes it have in common: their family and name, in one spelling. */
function kindOf(group: string, mark: string): string {
  const family = Number(group.slice(1));
  const name = EACH[family]![group[0] as "o" | "c"].exec(mark)?.groups?.["name"]?.toLowerCase() ?? "";
  return `${family} ${name.replace(/^(?:think(?:ing)?|thoughts?)$/, "think")}`;
}

function withoutWords(text: string): string {
  for (const { open, close } of WORDS) {
    const opened = open.exec(text);
    const closed = opened === null ? null : close.exec(text.slice(opened[0].length));
    if (opened !== null && closed !== null) return text.slice(opened[0].length + closed.index + closed[0].length);
  }
  return text;
}
