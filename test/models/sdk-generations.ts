/** The provider packages of AI SDK 5, 6 and 7, each as users set it up for a server of their own. */
import { createAnthropic as anthropic7 } from "@ai-sdk/anthropic";
import { createGoogle as google7 } from "@ai-sdk/google";
import { createOpenAI as openai7 } from "@ai-sdk/openai";
import { createOpenAICompatible as compatible7 } from "@ai-sdk/openai-compatible";
import { createAnthropic as anthropic5 } from "ai-sdk-anthropic-v2";
import { createAnthropic as anthropic6 } from "ai-sdk-anthropic-v3";
import { createOpenAICompatible as compatible5 } from "ai-sdk-compatible-v2";
import { createOpenAICompatible as compatible6 } from "ai-sdk-compatible-v3";
import { createGoogleGenerativeAI as google5 } from "ai-sdk-google-v2";
import { createGoogleGenerativeAI as google6 } from "ai-sdk-google-v3";
import { createOpenAI as openai5 } from "ai-sdk-openai-v2";
import { createOpenAI as openai6 } from "ai-sdk-openai-v3";
import type { ModelLike } from "../../src/models/index.ts";
import { anthropic } from "./wires/anthropic.ts";
import { google } from "./wires/google.ts";
import { openai, openaiCompatible } from "./wires/openai.ts";
import { KEY, type Wire } from "./wires/wire.ts";

/** A wire, and the model object that a package of one version makes for a server of it. */
export interface Generation {
  readonly wire: Wire;
  readonly version: "v2" | "v3" | "v4";
  /** A type of the public API, so that this file compiles only while objects of every version are taken. */
  readonly make: (baseURL: string) => ModelLike;
}

type Make = Generation["make"];

const OPENAI: readonly Make[] = [openai5, openai6, openai7].map(
  (create): Make =>
    (baseURL) =>
      create({ baseURL, apiKey: KEY }).chat("gpt-4.1-mini"),
);
const COMPATIBLE: readonly Make[] = [compatible5, compatible6, compatible7].map(
  (create): Make =>
    (baseURL) =>
      create({ name: "lab", baseURL, apiKey: KEY, supportsStructuredOutputs: true })("qwen3:4b"),
);
const ANTHROPIC: readonly Make[] = [anthropic5, anthropic6, anthropic7].map(
  (create): Make =>
    (baseURL) =>
      create({ baseURL, apiKey: KEY })("claude-sonnet-4-5"),
);
const GOOGLE: readonly Make[] = [google5, google6, google7].map(
  (create): Make =>
    (baseURL) =>
      create({ baseURL, apiKey: KEY })("gemini-2.5-flash"),
);

const VERSIONS = ["v2", "v3", "v4"] as const;

/** Every package in every version. */
export const GENERATIONS: readonly Generation[] = (
  [
    [openai, OPENAI],
    [openaiCompatible, COMPATIBLE],
    [anthropic, ANTHROPIC],
    [google, GOOGLE],
  ] as const
).flatMap(([wire, makes]) => makes.map((make, i) => ({ wire, version: VERSIONS[i]!, make })));
