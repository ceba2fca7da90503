/** Makes the models of a job: each name once, and closed together. */
import type { Model } from "../../core/model.ts";
import { toModel, type Environment, type ModelLike, type Provider } from "../../models/index.ts";
import { OWN_PROVIDERS } from "./own-providers.ts";

export interface ModelMaker {
  /** The model of a role; what is given alike is made once. Throws UsageError when it cannot be made. */
  make(role: string, given: ModelLike): Promise<Model>;
  /** Frees what was made. A model that was handed in ready-made is the caller's to close. */
  close(): Promise<void>;
}

/**
 * @param env where keys are looked up
 * @param providers those that names may have next to ours
 */
export function modelMaker(env: Environment, providers: readonly Provider[]): ModelMaker {
  const made = new Map<unknown, Model>();
  return {
    async make(role, given) {
      const key = isNamed(given) ? `${role} ${JSON.stringify(given)}` : given;
      const model = made.get(key) ?? (await toModel(given, env, [...OWN_PROVIDERS, ...providers]));
      made.set(key, model);
      return model;
    },
    async close() {
      const own = [...made].filter(([given, model]) => given !== model);
      await Promise.all(own.map(([, model]) => model.close?.()));
      made.clear();
    },
  };
}

/** Whether a model is given by its name, alone or with settings. */
function isNamed(given: ModelLike): boolean {
  if (typeof given === "string") return true;
  return typeof given === "object" && given !== null && !("generate" in given || "doGenerate" in given);
}
