/** `@rubato/cli`: the command `rubato` as a function, for whoever wants to call it with an environment of their own. */
export type { Environment, Output } from './environment.ts';
export type { Files } from './files/files.ts';
export { nodeFiles } from './files/node-files.ts';
export { run } from './run.ts';
