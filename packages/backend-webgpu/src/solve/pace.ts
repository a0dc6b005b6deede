import type { SolveOptions } from '@rubato/core';
import type { Gpu } from '../device/open-device.ts';
import type { Plan } from '../lattice/plan.ts';

/** Watches the abort signal and reports progress; where nobody asks for either, work is submitted without pauses. */
export class Pace {
  /** Whether to wait for the device after each sweep. */
  readonly waits: boolean;
  private readonly gpu: Gpu;
  private readonly options: SolveOptions;
  private readonly total: number;
  private done = 0;

  constructor(gpu: Gpu, { parts, wanted }: Plan, options: SolveOptions) {
    this.gpu = gpu;
    this.options = options;
    this.waits = options.signal !== undefined || options.onProgress !== undefined;
    let cells = 0;
    for (const { windows } of parts) {
      const again = windows.length > 1 ? 1 : 0;
      const sweeps = (1 + (wanted.hessian === undefined ? 0 : 1)) * (1 + (wanted.backward ? 1 + again : 0)) + (wanted.path ? 1 + again : 0);
      for (const window of windows) cells += sweeps * window.cells;
    }
    this.total = Math.max(1, cells);
  }

  /** Waits until the device has visited so many cells more. */
  async visited(cells: number): Promise<void> {
    await this.gpu.device.queue.onSubmittedWorkDone();
    this.done = Math.min(this.total, this.done + cells);
    this.options.onProgress?.({ done: this.done, total: this.total });
  }

  /** @throws the signal's reason where it is aborted */
  check(): void {
    this.options.signal?.throwIfAborted();
  }

  end(): void {
    this.options.onProgress?.({ done: this.total, total: this.total });
  }
}
