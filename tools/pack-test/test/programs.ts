import { globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { publicPackages, root, runCommand, runNode } from '@rubato/workspace';
import type { CommandOutcome } from '@rubato/workspace';
import { build } from 'vite';
import { outsideEnvironment, writeFiles } from '../src/consumer.ts';

/** What an outsider computes; the answer is known by hand. */
const computation = `
const { cost, path } = dtw([1, 2, 3], [1, 2, 2, 4]);
const { value } = softDtw([0, 1], [0, 3], { temperature: 0.01 });
const answer = JSON.stringify([cost, path, Math.round(value * 1e6) / 1e6]);
if (answer !== '[1,[[0,0],[1,1],[1,2],[2,3]],4]') throw new Error('wrong answer ' + answer);
`;

const names = publicPackages().map(({ name }) => name);
const importAll = names.map((name, i) => `import * as package${i} from '${name}';\n`).join('');
const useAll = `export const all = [${names.map((_, i) => `package${i}`).join(', ')}];\n`;

/** A use of an installed package by somebody who has nothing but the tarballs. */
export interface OutsideProgram {
  readonly title: string;
  readonly run: (folder: string) => Promise<CommandOutcome>;
}

/** The Node that the machine has outside the project, where it can `require` modules (20.19, 22.12 or later). */
async function machineNode(): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (folder.includes('node_modules')) continue;
    const node = join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
    const version = await runCommand(node, ['--version']).catch(() => undefined);
    const [major, minor] = (/^v(\d+)\.(\d+)/.exec(version?.stdout ?? '') ?? []).slice(1).map(Number);
    if (version === undefined || major === undefined) continue;
    return major >= 23 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? node : undefined;
  }
  return undefined;
}

function onNode(node: string, title: string): OutsideProgram[] {
  const run =
    (file: string, text: string) =>
    (folder: string): Promise<CommandOutcome> => {
      writeFiles(folder, { [file]: text });
      return runCommand(node, [file], { cwd: folder, environment: outsideEnvironment() });
    };
  return [
    { title: `imports on ${title}`, run: run('imports.mjs', `import { dtw, softDtw } from 'rubato';\n${computation}`) },
    { title: `requires on ${title}`, run: run('requires.cjs', `const { dtw, softDtw } = require('rubato');\n${computation}`) },
    { title: `imports every package on ${title}`, run: run('every.mjs', importAll + useAll) },
  ];
}

function typeChecks(moduleResolution: 'bundler' | 'nodenext'): OutsideProgram {
  return {
    title: `type-checks with moduleResolution ${moduleResolution}, the declarations included`,
    run(folder) {
      const compilerOptions = {
        noEmit: true,
        strict: true,
        skipLibCheck: false,
        target: 'es2022',
        lib: ['es2024', 'dom', 'esnext.disposable'],
        types: [],
        module: moduleResolution === 'bundler' ? 'esnext' : 'nodenext',
        moduleResolution,
      };
      writeFiles(folder, {
        [`types-${moduleResolution}/tsconfig.json`]: JSON.stringify({ compilerOptions, include: ['*.ts'] }),
        [`types-${moduleResolution}/program.ts`]: `import { dtw, softDtw } from 'rubato';\n${importAll}${useAll}${computation}
const pairs: readonly (readonly [number, number])[] = path;
// @ts-expect-error -- a string is no sequence: the types are there, not any
dtw(1, pairs);
`,
      });
      return runNode([join(root, 'node_modules/typescript/bin/tsc'), '--project', `types-${moduleResolution}`], { cwd: folder });
    },
  };
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

/** All of them. */
export async function outsidePrograms(): Promise<OutsideProgram[]> {
  const machine = await machineNode();
  return [
    ...onNode(process.execPath, 'the project’s Node'),
    ...(machine === undefined ? [] : onNode(machine, 'the machine’s Node')),
    typeChecks('bundler'),
    typeChecks('nodenext'),
    viteBuild,
  ];
}
