import { difference } from './difference.ts';

// Loaded before an example: what its stated values are checked with. The number of checks is known, so that an example which
// ends before its last one does not pass.
const wanted = Number(process.env['EXAMPLE_CHECKS']);
let checks = 0;

Object.assign(globalThis, {
  checkExample(actual: unknown, expected: unknown, line: string): void {
    checks++;
    const different = difference(actual, expected);
    if (different !== undefined) throw new Error(`${different}, in: ${line}`);
  },
});

process.on('exit', () => {
  if (checks === wanted) return;
  console.error(`${checks} of ${wanted} stated values were reached`);
  process.exitCode ||= 1;
});
