import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Every `python3` on the search path, in its order. */
function pythonCandidates(path: string = process.env['PATH'] ?? ''): string[] {
  const names = process.platform === 'win32' ? ['python3.exe', 'python.exe'] : ['python3'];
  return [...new Set(path.split(delimiter).filter((folder) => folder !== ''))].flatMap((folder) =>
    names.map((name) => join(folder, name)).filter((file) => existsSync(file)),
  );
}

/** Which of the modules a Python can import. */
export function importableModules(command: string, modules: readonly string[]): number {
  const script = `import importlib.util as u; print(sum(u.find_spec(m) is not None for m in ${JSON.stringify(modules)}))`;
  const { status, stdout } = spawnSync(command, ['-c', script], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? Number(stdout.trim()) : -1;
}

/** The Python that has most of the modules, the earlier one where two have as many; undefined where there is none. */
export function findPython(
  modules: readonly string[],
  candidates: readonly string[] = pythonCandidates(),
  count: (command: string, modules: readonly string[]) => number = importableModules,
): string | undefined {
  let best: { command: string; found: number } | undefined;
  for (const command of candidates) {
    const found = count(command, modules);
    if (found >= 0 && (best === undefined || found > best.found)) best = { command, found };
    if (found === modules.length) break;
  }
  return best?.command;
}
