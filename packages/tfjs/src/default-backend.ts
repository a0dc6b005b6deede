import type { Backend } from '@rubato/core';
import { openReference } from '@rubato/core';

let reference: (Backend & Required<Pick<Backend, 'solveSync'>>) | undefined;

/** What computes where nothing was named: core's reference solver. Nobody gets it without being told, once a process. */
export function defaultBackend(): Backend & Required<Pick<Backend, 'solveSync'>> {
  if (reference === undefined) {
    reference = openReference();
    // eslint-disable-next-line no-console -- nobody may fall back unheard
    console.warn(
      '@rubato/tfjs: no backend was named, so losses are computed by the reference solver, which is exact and slow:' +
        ' call setComputeBackend(await openWasm()) of @rubato/backend-wasm once',
    );
  }
  return reference;
}
