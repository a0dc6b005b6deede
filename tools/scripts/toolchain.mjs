// What every script needs, in plain JavaScript: it runs on the Node that the machine has (20 or later), before anything is installed.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const windows = process.platform === 'win32';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The Node that the project pins: a development dependency, so it is there after the installation. */
const projectNode = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');

/** No question is asked and nothing is reported to anyone: turbo's telemetry and update check stay off. */
const environment = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  PUBLINT_TELEMETRY_DISABLED: '1',
};

function packageManager() {
  const { packageManager: wanted } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return wanted;
}

/** Runs a command in the root with its output shown; answers whether it succeeded. */
function succeeds(command, commandArguments, options) {
  const { error, status } = spawnSync(command, commandArguments, { cwd: root, env: environment, stdio: 'inherit', ...options });
  if (error !== undefined) console.error(`${command}: ${error.message}`);
  return status === 0;
}

/** The pinned pnpm, fetched by npm's own npx: the machine needs no pnpm. */
export function pnpm(...commandArguments) {
  return succeeds('npx', ['--yes', packageManager(), ...commandArguments], { shell: windows });
}

/** A script or a tool's JavaScript entry on the project's own Node. */
export function node(...commandArguments) {
  return succeeds(projectNode, commandArguments);
}

/** Runs a stage under a heading with its time; a failing stage ends the process with exit code 1. */
export function stage(title, run) {
  if (!attempt(title, run)) process.exit(1);
}

/** The same, but the caller decides what a failure means. */
export function attempt(title, run) {
  const started = Date.now();
  console.log(`\n── ${title}`);
  const succeeded = run();
  console.log(`── ${title}: ${succeeded ? 'done' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return succeeded;
}

/** From a bare checkout to packages that can be imported. */
export function setUp() {
  stage('install the exact versions of the lock file', () => pnpm('install', '--frozen-lockfile', '--prefer-offline'));
  stage(
    'build with TypeScript',
    () => node(join('tools', 'scripts', 'stale-outputs.mjs')) && node(join('node_modules', 'typescript', 'bin', 'tsc'), '--build'),
  );
}
