import { Command } from 'commander';
import type { Environment } from '../environment.ts';
import { formatBytes, formatNumber } from '../formats/quantities.ts';
import { formatTable } from '../formats/table.ts';
import { inspectFile, type Inspection } from '../inspecting/inspect-file.ts';
import { addReadingOptions } from '../options/common.ts';

/** `rubato inspect FILE`: what stands in a file of arrays, or in a problem file. */
export function inspectCommand(environment: Environment): Command {
  const command = new Command('inspect')
    .description('look into a file: its arrays, their types, shapes and values; or the problem in it')
    .argument('<FILE>', '.npy, .npz, .csv, .tsv, .txt, .json, .safetensors, or a problem file');
  addReadingOptions(command);
  return command.action(async (file: string, { json, maxBytes }: { readonly json?: boolean; readonly maxBytes?: number }) => {
    const inspection = await inspectFile(file, environment, maxBytes);
    environment.stdout.write(json === true ? `${JSON.stringify(inspection)}\n` : describe(inspection));
  });
}

function describe({ file, bytes, entries, problem, metadata }: Inspection): string {
  const parts = [`${file}: ${formatBytes(bytes)}\n`];
  if (problem !== undefined) {
    parts.push(
      'problem\n',
      formatTable(
        Object.entries(problem).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
        '  ',
      ),
    );
  }
  const lines = entries.map((entry) => {
    const { dtype, shape, minimum, maximum, mean, nan, infinite } = entry;
    const numbers = [minimum, maximum, mean].map((value) => (value === undefined ? '-' : formatNumber(value)));
    return [entry.name ?? '', dtype, `[${shape.join(', ')}]`, ...numbers, String(nan), String(infinite)];
  });
  const table = [['name', 'dtype', 'shape', 'min', 'max', 'mean', 'nan', 'infinite'], ...lines];
  const hasNames = entries.some((entry) => entry.name !== undefined);
  if (lines.length > 0) parts.push(formatTable(hasNames ? table : table.map((line) => line.slice(1)), '  '));
  for (const [key, text] of Object.entries(metadata ?? {})) parts.push(`  ${key}: ${text}\n`);
  return parts.join('');
}
