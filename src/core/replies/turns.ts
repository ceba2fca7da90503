/** Finds the reply among the tokens of a chat template: stop tokens, role names, the prompt once more, turns that the model made up. */
import type { Role } from "../model.ts";

/** Tokens by the template that they belong to, with a reply whose answer is `positive`. */
export const TEMPLATES: readonly {
  readonly family: string;
  readonly writtenBy: string;
  readonly token: string;
  readonly example: string;
}[] = [
  {
    family: "tokens between bars",
    writtenBy: "ChatML, Llama 3 and 4, Phi, gpt-oss, Command, Granite",
    token: "<\\|[\\w .-]{1,40}\\|>",
    example: "<|im_start|>assistant\npositive<|im_end|>\n<|im_start|>user\nnegative?<|im_end|>",
  },
  {
    family: "tokens between wide bars",
    writtenBy: "DeepSeek",
    token: "<｜[^｜<>\\n]{1,40}｜>",
    example: "positive<｜end▁of▁sentence｜>",
  },
  {
    family: "bars in brackets",
    writtenBy: "EXAONE",
    token: "\\[\\|[\\w ]{1,40}\\|\\]",
    example: "[|assistant|]positive[|endofturn|]",
  },
  {
    family: "instruction brackets",
    writtenBy: "Llama 2, Mistral",
    token: "\\[/?INST\\]|<</?SYS>>",
    example: "[INST] positive or negative? [/INST] positive [/INST]",
  },
  {
    family: "turns",
    writtenBy: "Gemma",
    token: "<(?:start|end)_of_turn>",
    example: "<start_of_turn>model\npositive<end_of_turn>",
  },
  {
    family: "sentence tokens",
    writtenBy: "Llama 2, T5, SmolVLM and others",
    token:
      "</?s>|\\[/?s\\]|<(?:eos|bos|pad|unk|sep|im_end|eot|endoftext|end_of_text|begin_of_text|end_of_utterance)>|\\[(?:EOS|BOS|PAD|SEP|end of text)\\]|<(?:unused|extra_id_)\\d{1,3}>|<0x[0-9A-F]{2}>",
    example: "<s>positive</s>\nText: awful\nLabel: negative",
  },
  {
    family: "role names",
    writtenBy: "Llama 3, where the server drops special tokens",
    token: "(?<=^\\s{0,3})assistant(?=\\s{0,3}\\n)|(?<=[^\\s])assistant(?=\\n\\n)",
    example: "assistant\n\npositiveassistant\n\nIs there more?",
  },
  {
    family: "headings of instructions",
    writtenBy: "models tuned on Alpaca and Vicuna",
    token:
      "(?<=^\\s{0,3})#{2,3} ?(?:Response|Assistant|Output|Answer)\\b:?(?=\\s{0,3}\\n)|(?<=\\n)#{2,3} ?(?:Instruction|Human|User|Input|Question)\\b:?|(?<=\\n)(?:Human|User):",
    example: "### Response:\npositive\n\n### Instruction:\nIs this negative?",
  },
];

const TOKEN = new RegExp(TEMPLATES.map(({ token }) => token).join("|"), "gu");
const TOKENS_FIRST = new RegExp(`^(?:\\s|${TEMPLATES.map(({ token }) => token).join("|")})+`, "u");
const SPOKEN = /^\s*(assistant|model|user|human|system|tool|ai|bot|chatbot)(?:\s*\n|\s*$)/i;
const ASKS =
  /^(?:\[INST\]|#{2,3} ?(?:Instruction|Human|User|Input|Question)\b:?|Human:|User:|<\|(?:user|system|USER_TOKEN|SYSTEM_TOKEN)\|>|<｜User｜>|\[\|(?:user|system)\|\])$/;
/** What begins like this is data or a section: tokens inside it belong to it. */
const STRUCTURED = /^(?:\{|\[\s*["'{]|```|~~~|<items?\b)/i;

/**
 * The first turn of the assistant that says something; of the optimizer's JSON, tags and fences, all but tokens around them.
 */
export function ownTurn(text: string, role: Role): string {
  const tokens = [...text.matchAll(TOKEN)];
  if (tokens.length === 0) return text;
  if (role === "optimizer") {
    const start = TOKENS_FIRST.exec(text)?.[0].length ?? 0;
    if (STRUCTURED.test(text.slice(start))) return trimmedTokens(text, tokens);
  }
  let from = 0;
  let asked = false;
  let before = "";
  for (const token of [...tokens, undefined]) {
    const said = text.slice(from, token?.index);
    const spoken = before === "" ? null : SPOKEN.exec(said);
    const speaker = spoken?.[1]!.toLowerCase();
    if (speaker !== undefined) asked = /^(?:user|human|system|tool)$/.test(speaker);
    const content = said.slice(spoken?.[0].length ?? 0);
    if (content.trim() !== "" && !asked) return content;
    if (token === undefined) break;
    from = token.index + token[0].length;
    before = token[0];
    asked = ASKS.test(before) || (asked && /^<\|end_header_id\|>$|^<<\/?SYS>>$/.test(before));
  }
  return "";
}

/** Without the tokens that nothing but white space comes before or after. */
function trimmedTokens(text: string, tokens: readonly RegExpExecArray[]): string {
  let start = 0;
  let end = text.length;
  for (const { 0: token, index } of tokens) {
    if (text.slice(start, index).trim() !== "") break;
    start = index + token.length;
  }
  for (const { 0: token, index } of tokens.toReversed()) {
    if (index < start || text.slice(index + token.length, end).trim() !== "") break;
    end = index;
  }
  return text.slice(start, end);
}
