/** Finds the row in a filled prompt, and everything around it: what the model is asked to do. */
import type { Message } from "../../core/model.ts";

/** How one task's prompts introduce a row, and the line that the answer belongs on. */
export interface PromptWords {
  /** What a row may be called, such as `ticket`: in front of a colon or as a tag. */
  readonly row: readonly string[];
  /** What the answer may be called, in front of a colon. */
  readonly answer: readonly string[];
}

/** A prompt, taken apart. */
export interface FilledPrompt {
  readonly instruction: string;
  readonly row: string;
}

/** A reader of prompts for rows of one task. Lines of worked examples are no instruction. */
export function promptReader({ row, answer }: PromptWords): (messages: readonly Message[]) => FilledPrompt {
  const [rows, answers] = [row.join("|"), answer.join("|")];
  const mark = new RegExp(`^[ \\t>*-]*(?:\\w+ ){0,6}(?:${rows})[ \\t]*:\\s*`, "gim");
  const end = new RegExp(`\\n[ \\t]*(?:\\n|#{1,6} |(?:${answers})[ \\t]*:)`, "i");
  const tagged = new RegExp(`<(${rows})>([\\s\\S]*?)</\\1>`, "gi");
  const exampleLine = new RegExp(`^[ \\t]*(?:${rows}|${answers})[ \\t]*:.*$`, "gim");

  /** After the last mark such as `Text:`; else between tags, else the last paragraph, quotation, or part after a colon. */
  function find(content: string): { start: number; end: number } {
    const marked = Array.from(content.matchAll(mark)).at(-1);
    if (marked !== undefined) {
      const start = marked.index + marked[0].length;
      const to = content.slice(start).search(end);
      return { start, end: to < 0 ? content.length : start + to };
    }
    const tag = Array.from(content.matchAll(tagged)).at(-1);
    if (tag !== undefined) {
      const start = tag.index + tag[1]!.length + 2;
      return { start, end: start + tag[2]!.length };
    }
    const body = content.trimEnd();
    const paragraph = body.lastIndexOf("\n\n");
    if (paragraph >= 0) return { start: paragraph + 2, end: body.length };
    const quotation = /["“]([^"”]+)["”]/.exec(body);
    if (quotation !== null) return { start: quotation.index + 1, end: quotation.index + 1 + quotation[1]!.length };
    return { start: body.indexOf(": ") < 0 ? 0 : body.indexOf(": ") + 2, end: body.length };
  }

  return (messages) => {
    const last = messages.findLastIndex(({ role }) => role === "user");
    const content = messages[last]?.content ?? "";
    const { start, end: to } = find(content);
    const around = [
      ...messages.filter((_, i) => i !== last).map((message) => message.content),
      content.slice(0, start),
      content.slice(to),
    ];
    return { instruction: around.join("\n").replace(exampleLine, ""), row: content.slice(start, to) };
  };
}
