import { Command } from 'commander';
import type { Environment } from '../environment.ts';
import { formatTable, wrap } from '../formats/table.ts';
import { type BackendReport, inspectBackends } from '../solving/inspect-backends.ts';

/** `rubato backends`: what this machine can compute on, and what each backend takes. */
export function backendsCommand(environment: Environment): Command {
  return new Command('backends')
    .description('the backends of this machine: available or why not, and what they support')
    .option('--json', 'print one JSON object instead of text')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const backends = await inspectBackends();
      environment.stdout.write(json === true ? `${JSON.stringify({ backends })}\n` : describe(backends));
    });
}

function describe(backends: readonly BackendReport[]): string {
  const blocks = backends.map((backend) => {
    if (!backend.available) return `${backend.name}\n${formatTable([['available', `no: ${backend.reason}`]], '  ')}`;
    const { precisions, minimums, costs, requests } = backend;
    const facts = [
      ['available', ['yes']],
      ['precisions', precisions],
      ['minimums', minimums],
      ['costs', costs],
      ['requests', requests],
    ] as const;
    const lines = facts.flatMap(([label, words]) => wrap(words, 80).map((line, i) => [i === 0 ? label : '', line]));
    return `${backend.name}\n${formatTable(lines, '  ')}`;
  });
  return blocks.join('\n');
}
