/** Models: by name, from the AI SDK, from a function. */
export type { Message, Model, ModelAnswer, ModelRequest, Pricing, ReplyFormat, Usage } from "../core/model.ts";
export { ModelError, type ModelErrorKind } from "../core/errors.ts";
export { type AiSdkOptions, aiSdkModel } from "./hosted/ai-sdk.ts";
export type { AiSdkModel } from "./hosted/ai-sdk-model.ts";
export { type FunctionRequest, functionModel, type ModelFunction } from "./function.ts";
export { createModel } from "./providers.ts";
export type { Environment, ModelFactory, ModelSettings, Provider } from "./settings.ts";
export { type ModelLike, toModel } from "./to-model.ts";
