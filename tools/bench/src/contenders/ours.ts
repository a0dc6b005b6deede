import { openCpu } from '@rubato/backend-cpu';
import type { Backend, Unavailable } from '@rubato/core';
import { isUnavailable } from '@rubato/core';
import { BackendContender } from './backend-contender.ts';
import type { Absence, ContenderEntry } from './contender.ts';

interface Ours {
  readonly id: string;
  readonly label: string;
  readonly threads: number;
  /** Whether each solve writes over the arrays of the one before, as a training loop may. */
  readonly reuses?: boolean;
  readonly open: () => Promise<Backend | Unavailable>;
}

/** Imported when it is opened: whoever counts instructions must be there before its modules are compiled. */
async function openWasm(options: { readonly threads: number; readonly relaxedSimd?: boolean }): Promise<Backend | Unavailable> {
  const wasm = await import('@rubato/backend-wasm');
  const backend = await wasm.openWasm(options);
  if (isUnavailable(backend)) return backend;
  const { threads, relaxedSimd = false } = options;
  if (backend.threads === threads && backend.relaxedSimd === relaxedSimd) return backend;
  await backend.dispose();
  return {
    name: 'wasm',
    unavailable: true,
    reason: `this machine opens it with ${backend.threads} threads, relaxed SIMD ${backend.relaxedSimd}`,
  };
}

const ours: readonly Ours[] = [
  { id: 'cpu', label: 'cpu', threads: 1, open: () => Promise.resolve(openCpu()) },
  { id: 'wasm', label: 'wasm', threads: 1, open: () => openWasm({ threads: 1 }) },
  { id: 'wasm-reuse', label: 'wasm, arrays reused', threads: 1, reuses: true, open: () => openWasm({ threads: 1 }) },
  {
    id: 'wasm-relaxed',
    label: 'wasm, relaxed SIMD, arrays reused',
    threads: 1,
    reuses: true,
    open: () => openWasm({ threads: 1, relaxedSimd: true }),
  },
  { id: 'wasm-2', label: 'wasm, 2 threads, arrays reused', threads: 2, reuses: true, open: () => openWasm({ threads: 2 }) },
];

/** One of Rubato's own. */
export interface OurEntry extends ContenderEntry {
  readonly open: () => Promise<BackendContender | Absence>;
}

/** Rubato's own backends. The first is the reference that all answers are compared with. */
export const ourContenders: readonly OurEntry[] = ours.map(({ id, label, threads, reuses = false, open }) => ({
  id,
  label,
  async open() {
    const backend = await open();
    return isUnavailable(backend) ? { absent: backend.reason } : new BackendContender(id, label, threads, reuses, backend);
  },
}));
