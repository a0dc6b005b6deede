import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The most memory that the process had, as the system counts it. */
  readonly peakBytes: number;
}

export interface SpawnOptions {
  readonly cwd?: string;
  /** Called with the process once it runs. */
  readonly onSpawn?: (signal: (name: NodeJS.Signals) => void) => void;
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Tells the fourth stream how much memory the process had when it ends. */
const REPORT = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS * 1024)));",
)}`;

/** Runs the command line in a process of its own, from source, under the Node that runs the tests. */
export function runProcess(args: readonly string[], { cwd, onSpawn }: SpawnOptions = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--conditions=@rubato/source', '--import', REPORT, main, ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
    });
    const parts: [string[], string[], string[]] = [[], [], []];
    for (const [i, stream] of [child.stdout, child.stderr, child.stdio[3]].entries()) {
      stream?.on('data', (chunk: Buffer) => parts[i].push(chunk.toString('latin1')));
    }
    child.on('error', reject);
    child.on('close', (code) => {
      const [stdout, stderr, peak] = parts.map((chunks) => Buffer.from(chunks.join(''), 'latin1').toString('utf8'));
      resolve({ code, stdout, stderr, peakBytes: Number(peak) });
    });
    onSpawn?.((name) => child.kill(name));
  });
}
