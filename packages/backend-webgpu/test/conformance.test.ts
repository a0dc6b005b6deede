import { describeBackend } from '@rubato/conformance/vitest';
import { webgpuProvider } from '../src/index.ts';

describeBackend(webgpuProvider);
