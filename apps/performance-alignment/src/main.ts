#!/usr/bin/env node
import process from 'node:process';
import { run } from './command/run.ts';

const controller = new AbortController();
// The second one ends the process at once, as if nobody listened.
process.once('SIGINT', () => controller.abort());

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: { write: (text) => process.stderr.write(text), isTerminal: process.stderr.isTTY },
  signal: controller.signal,
  now: () => performance.now(),
});
