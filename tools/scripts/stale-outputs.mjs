import { existsSync, globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './toolchain.mjs';

// tsc --build leaves the outputs of sources that were renamed or removed, and packages would publish them.
for (const output of globSync('{packages,apps}/*/dist/**/*.{js,js.map,d.ts,d.ts.map}', { cwd: root })) {
  const source = output.replace(/([/\\])dist([/\\])/, '$1src$2').replace(/\.(js|d\.ts)(\.map)?$/, '');
  if (['.ts', '.js'].some((extension) => existsSync(join(root, source + extension)))) continue;
  rmSync(join(root, output));
  console.log(`removed ${output}: its source is gone`);
}
