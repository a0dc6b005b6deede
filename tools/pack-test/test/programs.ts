import { globSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { publicPackages, root, runCommand, runNode } from '@rubato/workspace';
import type { CommandOutcome, WorkspacePackage } from '@rubato/workspace';
import { build } from 'vite';
import { outsideEnvironment, writeFiles } from '../src/consumer.ts';

/** What an outsider computes; the answer is known by hand. */
const computation = `
const { cost, path } = dtw([1, 2, 3], [1, 2, 2, 4]);
const { value } = softDtw([0, 1], [0, 3], { temperature: 0.01 });
const answer = JSON.stringify([cost, path, Math.round(value * 1e6) / 1e6]);
if (answer !== '[1,[[0,0],[1,1],[1,2],[2,3]],4]') throw new Error('wrong answer ' + answer);
`;

/** Packages that stand on TensorFlow.js. */
function onTfjs({ manifest }: WorkspacePackage): boolean {
  return Object.hasOwn(manifest.peerDependencies ?? {}, '@tensorflow/tfjs-core');
}

/** A module that imports all packages, of some kind, which say that they run on a version of Node. */
function importAll({ major, minor }: NodeVersion, kind: (each: WorkspacePackage) => boolean = () => true): string {
  const names = publicPackages()
    .filter(({ manifest }) => {
      const least = readVersion(manifest.engines?.node ?? '');
      return least !== undefined && (major > least.major || (major === least.major && minor >= least.minor));
    })
    .filter(kind)
    .map(({ name }) => name);
  const imports = names.map((name, i) => `import * as package${i} from '${name}';\n`);
  return `${imports.join('')}export const all = [${names.map((_, i) => `package${i}`).join(', ')}];\n`;
}

interface NodeVersion {
  readonly major: number;
  readonly minor: number;
}

/** Reads `v20.19.0` and `>=20.19`. */
function readVersion(text: string): NodeVersion | undefined {
  const [major, minor = 0] = (/^(?:v|>=)(\d+)(?:\.(\d+))?/.exec(text) ?? []).slice(1).map((part) => Number(part ?? 0));
  return major === undefined ? undefined : { major, minor };
}

/** A use of an installed package by somebody who has nothing but the tarballs. */
export interface OutsideProgram {
  readonly title: string;
  readonly run: (folder: string) => Promise<CommandOutcome>;
}

/** A Node and its version. */
interface Machine {
  readonly node: string;
  readonly version: NodeVersion;
}

/** The Node that the machine has outside the project, where it can `require` modules (20.19, 22.12 or later). */
async function machineNode(): Promise<Machine | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (folder.includes('node_modules')) continue;
    const node = join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
    const answer = await runCommand(node, ['--version']).catch(() => undefined);
    const version = readVersion(answer?.stdout ?? '');
    if (version === undefined) continue;
    const { major, minor } = version;
    return major >= 23 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? { node, version } : undefined;
  }
  return undefined;
}

const projectVersion: NodeVersion = readVersion(process.version) ?? { major: 0, minor: 0 };

function onNode({ node, version }: Machine, title: string): OutsideProgram[] {
  const run =
    (file: string, text: string) =>
    (folder: string): Promise<CommandOutcome> => {
      writeFiles(folder, { [file]: text });
      return runCommand(node, [file], { cwd: folder, environment: outsideEnvironment() });
    };
  return [
    { title: `imports on ${title}`, run: run('imports.mjs', `import { dtw, softDtw } from 'rubato';\n${computation}`) },
    { title: `requires on ${title}`, run: run('requires.cjs', `const { dtw, softDtw } = require('rubato');\n${computation}`) },
    { title: `imports every package that says it runs on ${title}`, run: run('every.mjs', importAll(version)) },
  ];
}

type Resolution = 'bundler' | 'nodenext';

/** Type-checks a program under a consumer's settings. */
function typeCheck(
  folder: string,
  name: string,
  moduleResolution: Resolution,
  skipLibCheck: boolean,
  program: string,
): Promise<CommandOutcome> {
  const compilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck,
    target: 'es2022',
    lib: ['es2024', 'dom', 'esnext.disposable'],
    types: [],
    module: moduleResolution === 'bundler' ? 'esnext' : 'nodenext',
    moduleResolution,
  };
  writeFiles(folder, {
    [`${name}/tsconfig.json`]: JSON.stringify({ compilerOptions, include: ['*.ts'] }),
    [`${name}/program.ts`]: program,
  });
  return runNode([join(root, 'node_modules/typescript/bin/tsc'), '--project', name], { cwd: folder });
}

function typeChecks(moduleResolution: Resolution): OutsideProgram[] {
  return [
    {
      title: `type-checks with moduleResolution ${moduleResolution}, the declarations included`,
      run: (folder) =>
        typeCheck(
          folder,
          `types-${moduleResolution}`,
          moduleResolution,
          false,
          `import { dtw, softDtw } from 'rubato';\n${importAll(projectVersion, (each) => !onTfjs(each))}${computation}
const pairs: readonly (readonly [number, number])[] = path;
// @ts-expect-error -- a string is no sequence: the types are there, not any
dtw(1, pairs);
`,
        ),
    },
    {
      // The declarations of tfjs-core 4.22 name globals that the libraries of TypeScript 7 declare otherwise.
      title: `type-checks what stands on tfjs with moduleResolution ${moduleResolution}`,
      run: (folder) =>
        typeCheck(
          folder,
          `tfjs-${moduleResolution}`,
          moduleResolution,
          true,
          `import { packTargets } from '@rubato/tfjs';\n${importAll(projectVersion, onTfjs)}
const shape: readonly number[] = packTargets([[1]], { shape: [2, 3] }).shape;
// @ts-expect-error -- labels are lists: the types are there, not any
packTargets(1, { shape });
`,
        ),
    },
  ];
}

const viteBuild: OutsideProgram = {
  title: 'builds a page with Vite, and the bundle computes',
  async run(folder) {
    writeFiles(folder, {
      'page/index.html': '<!doctype html><script type="module" src="./page.js"></script>',
      'page/page.js': `import { dtw, softDtw } from 'rubato';\n${computation}`,
    });
    const modulePreload = false;
    await build({ root: join(folder, 'page'), configFile: false, logLevel: 'error', build: { outDir: 'built', modulePreload } });
    const [script] = globSync('page/built/assets/index-*.js', { cwd: folder });
    return runNode([script], { cwd: folder });
  },
};

const commandLine: OutsideProgram = {
  title: 'runs the command that npm links',
  run: (folder) => runNode([realpathSync(join(folder, 'node_modules/.bin/rubato')), '--version'], { cwd: folder }),
};

/** All of them. */
export async function outsidePrograms(): Promise<OutsideProgram[]> {
  const machine = await machineNode();
  return [
    ...onNode({ node: process.execPath, version: projectVersion }, 'the project’s Node'),
    ...(machine === undefined ? [] : onNode(machine, 'the machine’s Node')),
    ...typeChecks('bundler'),
    ...typeChecks('nodenext'),
    viteBuild,
    commandLine,
  ];
}
