/** For `node --import`: resolves `protegi` and its subpaths to the sources, as the exports of package.json do to what is built. */
import { registerHooks } from "node:module";

registerHooks({
  resolve(specifier, context, next) {
    const name = /^protegi(\/\w+)?$/.exec(specifier);
    return name === null
      ? next(specifier, context)
      : next(new URL(`../../../src${name[1] ?? ""}/index.ts`, import.meta.url).href, context);
  },
});
