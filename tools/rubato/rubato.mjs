#!/usr/bin/env -S node --conditions=@rubato/source
// A bin and no package script: pnpm prints scripts and their failures beside what they print themselves.
import '../../apps/cli/src/main.ts';
