/** `@rubato/workspace`: the packages of this workspace, and how tools run commands in it. */
export { root } from './root.ts';
export { runCommand, runNode, runPnpm } from './run.ts';
export type { CommandOutcome, CommandOptions } from './run.ts';
export { publicPackages, workspacePackages } from './packages.ts';
export type { Manifest, WorkspacePackage } from './packages.ts';
