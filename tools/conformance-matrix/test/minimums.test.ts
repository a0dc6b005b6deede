import { describeMinimum } from '@rubato/conformance/vitest';
import { minimumFunctions } from '@rubato/minimum';

for (const minimum of Object.values(minimumFunctions)) describeMinimum(minimum);
