/** Turns messages into tokens by the chat template that the model was trained with. */
import type { Message } from "../../core/model.ts";
import type { ChatTemplate, LlamaPackage, Turn, Weights } from "./package.ts";

export interface Chat {
  /** The tokens of the messages, with the beginning of the model's turn. */
  readonly tokens: number[];
  /** Tokens and texts that end the model's turn. */
  readonly stops: { readonly tokens: ReadonlySet<number>; readonly texts: readonly string[] };
  /** Marks around what the model thinks before it answers, where it does. */
  readonly thought: { readonly start: string; readonly end: string } | undefined;
}

/**
 * Makes chats for a model. The template in the file is followed to the letter: what node-llama-cpp takes for its equal
 * doubles the first token of some models and leaves out system messages of the template's own. Thinking is switched off
 * where the template has a switch: a grammar leaves no room for it, and a cap on tokens little.
 */
export function chatMaker(llama: LlamaPackage, model: Weights): (messages: readonly Message[]) => Chat {
  const template = chatTemplate(llama, model);
  return (messages) => render(template, model, messages);
}

function chatTemplate(llama: LlamaPackage, model: Weights): ChatTemplate {
  const template = model.fileInfo.metadata.tokenizer?.chat_template;
  if (template !== undefined) {
    try {
      return new llama.JinjaTemplateChatWrapper({ template, tokenizer: model.tokenizer, reasoning: false });
    } catch {
      // A template that this renderer cannot read: the nearest known one will do.
    }
  }
  return llama.resolveChatWrapper(model);
}

function render(template: ChatTemplate, model: Weights, messages: readonly Message[]): Chat {
  const turns = messages.map(toTurn);
  if (turns.at(-1)?.type !== "model") turns.push({ type: "model", response: [] });
  const { contextText, stopGenerationTriggers } = template.generateContextState({ chatHistory: turns });
  const tokens = new Set<number>();
  const texts: string[] = [];
  for (const trigger of stopGenerationTriggers) {
    if (trigger.values.every((value) => typeof value === "string")) texts.push(trigger.values.join(""));
    else {
      const first = trigger.tokenize(model.tokenizer)[0];
      if (first !== undefined && model.isSpecialToken(first)) tokens.add(first);
    }
  }
  const { prefix, suffix } = template.settings.segments?.thought ?? {};
  return {
    tokens: contextText.tokenize(model.tokenizer),
    stops: { tokens, texts: texts.filter((text) => text !== "") },
    thought: suffix === undefined || suffix === null ? undefined : { start: String(prefix), end: String(suffix) },
  };
}

function toTurn({ role, content }: Message): Turn {
  return role === "assistant" ? { type: "model", response: [content] } : { type: role, text: content };
}
