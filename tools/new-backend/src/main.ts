import { root, runPnpm } from '@rubato/workspace';
import { generateBackend } from './generate.ts';

const [name, ...rest] = process.argv.slice(2);
if (name === undefined || rest.length > 0 || name.startsWith('-')) {
  console.error('usage: npx pnpm new:backend NAME');
  process.exit(2);
}

try {
  for (const path of generateBackend(root, name)) console.log(`wrote ${path}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}

const { status, output } = await runPnpm(['install', '--no-frozen-lockfile']);
if (status !== 0) {
  console.error(output);
  process.exit(1);
}
console.log(`linked it into the workspace

Next:
  npx vitest run packages/backend-${name}     the conformance suite: it runs, and fails until the backend computes
  packages/backend-${name}/src                where it comes to life
  packages/rubato/src                       one loader line makes it openBackend('${name}')`);
