/** The marks that models and servers put around thoughts: one table. */

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
    writtenBy: "MedGemma, Gemini",
    open: "<(?:unused|ctrl)94>",
    close: "<(?:unused|ctrl)95>",
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
