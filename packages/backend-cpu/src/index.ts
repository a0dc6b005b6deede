/** `@rubato/backend-cpu`: every minimum, every request, in plain TypeScript. */
export type { OpenedCpu } from './provider.ts';
export { cpuProvider, openCpu } from './provider.ts';
