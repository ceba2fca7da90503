/** Providers that stand for a model instead of reaching one: they are named in a config as others are. */
import type { Provider } from "../../models/index.ts";
import { recorded } from "./recorded.ts";
import { simulated } from "./simulated.ts";

export const OWN_PROVIDERS: readonly Provider[] = [simulated, recorded];
