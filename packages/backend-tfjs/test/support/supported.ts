import type { MustSupport } from '@rubato/conformance';

/** What the backend promises: in float32 everything, so nothing else is named. */
export const supported: readonly MustSupport[] = [{ precisions: ['float32'] }];
