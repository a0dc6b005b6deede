import { mkdirSync, writeFileSync } from 'node:fs';
import { compileKernels } from './compile.ts';
import { embed } from './embed.ts';

const target = new URL('../src/generated/', import.meta.url);

mkdirSync(target, { recursive: true });
for (const fused of [false, true]) {
  const name = fused ? 'fused-kernels.ts' : 'kernels.ts';
  const binary = await compileKernels(fused);
  writeFileSync(new URL(name, target), embed(binary));
  process.stdout.write(`${name}: ${binary.length} bytes\n`);
}
