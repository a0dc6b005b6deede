#!/usr/bin/env -S node --conditions=@rubato/source
// A bin and no package script: pnpm prints scripts and their failures beside what they print themselves. The root links this folder
// and does not depend on it as a workspace package: turbo takes the root's dependencies for everybody's.
await import(new URL('../../apps/cli/src/main.ts', import.meta.url).href);
