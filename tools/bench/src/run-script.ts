import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Runs a script of this package in a fresh Node and reads the JSON that it prints.
 *
 * @throws Error with the script's own complaint, in one line
 */
export function runScript<T>(script: URL, parameters: readonly string[], flags: readonly string[] = []): Promise<T> {
  const commandLine = ['--conditions=@rubato/source', ...flags, fileURLToPath(script), ...parameters];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, commandLine, { maxBuffer: 2 ** 24 }, (error, stdout, stderr) => {
      if (error === null) resolve(JSON.parse(stdout) as T);
      else reject(new Error(/^\w*Error\b.*$/m.exec(stderr)?.[0] ?? error.message.split('\n')[0]));
    });
  });
}
