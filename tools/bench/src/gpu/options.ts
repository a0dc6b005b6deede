import { parseArgs } from 'node:util';

/** What the command line says. */
export interface GpuBenchOptions {
  /** Sizes for a device in software. */
  readonly small: boolean;
  readonly rounds: number;
  readonly seed: number;
  /** Only cases whose name contains this. */
  readonly only: string;
  /** Where the report goes as JSON. */
  readonly json: string | undefined;
  /** What python/gpu_peers.py wrote, to stand in the table. */
  readonly peers: string | undefined;
  /** Where the cases for python/gpu_peers.py go; nothing is measured then. */
  readonly peerCases: string | undefined;
}

export const USAGE = `Milliseconds per stage on a WebGPU device, at the sizes of Table VI.

  --small             sizes that a device in software gets through in a minute
  --only TEXT         only cases whose name contains it
  --rounds N          measured solves of each kind (default 20, with --small 3)
  --seed N            seed of the random inputs (default 1)
  --json FILE         write the report as JSON too
  --peers FILE        what python/gpu_peers.py wrote with its --json, to stand in the table
  --peer-cases FILE   measure nothing: write the cases that python/gpu_peers.py takes`;

/** @throws Error for an unknown option or a number that is none */
export function parseGpuOptions(parameters: readonly string[]): GpuBenchOptions | 'help' {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      help: { type: 'boolean' },
      small: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      rounds: { type: 'string' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string' },
      peers: { type: 'string' },
      'peer-cases': { type: 'string' },
    },
  });
  if (values.help === true) return 'help';
  const { small, only, json, peers, 'peer-cases': peerCases } = values;
  const rounds = whole('rounds', values.rounds ?? (small ? '3' : '20'));
  return { small, only, json, peers, peerCases, rounds, seed: whole('seed', values.seed) };
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} is '${text}', not a whole number of at least 1`);
  return value;
}
