import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from './packages.ts';
import { root } from './root.ts';

export interface CommandOptions {
  /** Default: the root. */
  readonly cwd?: string;
  /** Added to this process's environment; undefined removes a variable. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds before the command is killed, default five minutes. */
  readonly timeout?: number;
}

export interface CommandOutcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams in the order they came. */
  readonly output: string;
}

/** Runs a command to its end and collects what it prints. @throws Error where it cannot be started. */
export function runCommand(command: string, commandArguments: readonly string[], options: CommandOptions = {}): Promise<CommandOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, commandArguments, {
      cwd: options.cwd ?? root,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeout ?? 300_000,
      shell: process.platform === 'win32' && command === 'npx',
    });
    const streams = { stdout: '', stderr: '', output: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        streams[name] += text;
        streams.output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, ...streams }));
  });
}

/** Runs this process's own Node. */
export function runNode(commandArguments: readonly string[], options?: CommandOptions): Promise<CommandOutcome> {
  return runCommand(process.execPath, commandArguments, options);
}

/** The pnpm that the root's `packageManager` names. */
export function runPnpm(commandArguments: readonly string[], options?: CommandOptions): Promise<CommandOutcome> {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  return runCommand('npx', ['--yes', packageManager ?? 'pnpm', ...commandArguments], options);
}
