import { openCpu } from '@rubato/backend-cpu';
import { openWasm } from '@rubato/backend-wasm';
import type { Backend } from '@rubato/core';
import { isUnavailable } from '@rubato/core';
import { ctcLoss } from '@rubato/tfjs';
import type { ContenderEntry } from '../contenders/contender.ts';
import { tfjsCtcLoss } from '../contenders/tfjs-ctc-loss.ts';
import { plainCtcLoss } from './plain-ctc.ts';
import { tensorContender } from './tensor-contender.ts';

/** What the tensors of a run live on. */
export type TensorBackend = 'cpu' | 'wasm';

const oursOn = (backend: Backend, label: string): ReturnType<typeof tensorContender> =>
  tensorContender(
    { id: `ours-${backend.name}`, label, ours: true },
    (labels, logits) => ctcLoss(labels, logits, { reduction: 'none', blank: 0, backend }),
    async () => await backend.dispose(),
  );

/** Who takes part; the first is the reference of all answers. */
export function trainingContenders(tensors: TensorBackend, npmPeers: string): readonly ContenderEntry[] {
  const cpu = '@rubato/tfjs, computed by backend-cpu';
  const wasm = '@rubato/tfjs, computed by backend-wasm';
  const plain = 'the recursion in tfjs operations';
  return [
    { id: 'ours-cpu', label: cpu, open: () => Promise.resolve(oursOn(openCpu(), cpu)) },
    {
      id: 'ours-wasm',
      label: wasm,
      async open() {
        const backend = await openWasm({ threads: 1 });
        return isUnavailable(backend) ? { absent: backend.reason } : oursOn(backend, wasm);
      },
    },
    { id: 'plain', label: plain, open: () => Promise.resolve(tensorContender({ id: 'plain', label: plain, ours: false }, plainCtcLoss)) },
    // It brings a tfjs of its own, without WebAssembly.
    ...(tensors === 'cpu' ? [tfjsCtcLoss(npmPeers)] : []),
  ];
}
