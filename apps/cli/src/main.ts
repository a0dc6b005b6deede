#!/usr/bin/env node
import process from 'node:process';

const controller = new AbortController();
// The second one ends the process at once, as if nobody listened.
process.once('SIGINT', () => controller.abort());

// Whoever reads our output may stop early, as `head` does: that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

// Loaded behind the listeners: Ctrl-C while it loads is an interruption as any other.
const [{ run }, { nodeFiles }] = await Promise.all([import('./run.ts'), import('./files/node-files.ts')]);

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: {
    write: (text) => process.stderr.write(text),
    ...(process.stderr.isTTY ? { columns: process.stderr.columns } : {}),
  },
  files: nodeFiles,
  signal: controller.signal,
  now: () => performance.now(),
});
