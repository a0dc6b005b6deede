import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AlignmentSolution, Backend, Precision, ProblemInput } from 'rubato';
import { normaliseProblem, solve } from 'rubato';
import { configuration, noteAlignment, strongLoss } from './configurations.ts';
import type { Matrix, ReferenceFile, ReferenceModel, ReferenceTheme } from './reference-file.ts';
import { readMatrix } from './reference-file.ts';

/** One kind of comparison over all themes. */
export interface Comparison {
  readonly quantity: string;
  passed: number;
  failed: number;
  worst: number;
  readonly tolerance: number;
  /** The first failures, in words. */
  readonly failures: string[];
}

/** The golden README's tolerances: values relative, first derivatives absolute; indices exactly. */
const TOLERANCES: Readonly<Record<Precision, { readonly value: number; readonly gradient: number }>> = {
  float64: { value: 1e-10, gradient: 1e-9 },
  float32: { value: 1e-5, gradient: 1e-4 },
};

/** Solves and compares everything that the folder's reference results can be compared with. */
export class FolderCheck {
  readonly comparisons = new Map<string, Comparison>();
  private readonly folder: string;
  private readonly backend: Backend;
  private readonly precision: Precision;

  constructor(folder: string, backend: Backend, precision: Precision) {
    this.folder = folder;
    this.backend = backend;
    this.precision = precision;
  }

  async run(file: ReferenceFile): Promise<void> {
    for (const [name, theme] of Object.entries(file.themes)) {
      for (const [model, results] of Object.entries(theme.models)) await this.model(`${name} ${model}`, theme, model, results);
    }
  }

  private async model(label: string, theme: ReferenceTheme, model: string, results: ReferenceModel): Promise<void> {
    const stem = theme.file.replace(/\.npy$/, '');
    const posterior = (classes: number): string => `${stem}__${model}__prob${classes}.npy`;
    // Posteriors are stored for some of the models only.
    if (!existsSync(join(this.folder, 'posteriors', posterior(13)))) return;
    const posteriors = {
      prob12: readMatrix(this.folder, 'posteriors', posterior(12)),
      prob13: readMatrix(this.folder, 'posteriors', posterior(13)),
    };
    for (const [name, expected] of Object.entries(results.loss_under_every_config ?? {})) {
      if (name === 'strong') {
        const strong = readMatrix(this.folder, 'strong_targets', theme.file);
        const raw = strongLoss(posteriors.prob12, strong);
        this.value(`loss strong`, label, raw, expected.raw);
        this.value(`loss strong, normalised`, label, raw / strong.rows, expected.value);
        continue;
      }
      const found = configuration(name, theme, posteriors);
      if (found === undefined) throw new Error(`${label}: no configuration is called ${name}`);
      const raw = (await this.solve(found.problem)).values[0];
      this.value(`loss ${name}`, label, raw, expected.raw);
      this.value(`loss ${name}, normalised`, label, raw / found.normaliser, expected.value);
    }
    if (results.torch_ctc_loss !== undefined) {
      const found = configuration('CTC-A', theme, posteriors)!;
      this.value('torch CTC loss', label, (await this.solve(found.problem)).values[0], results.torch_ctc_loss);
    }
    if (results.gradient !== undefined) {
      const { config } = results.gradient;
      const found = configuration(config, theme, posteriors)!;
      const solution = await this.solve(found.problem, { gradient: true });
      const expected = readMatrix(this.folder, 'gradients', `${stem}__${model}__H.npy`);
      this.gradient(`gradient ${config}`, label, solution.gradient!.data, expected);
    }
    if (results.note_alignment !== undefined) {
      const solution = await this.solve(noteAlignment(theme, posteriors.prob12), { path: true });
      this.value('note alignment cost', label, solution.pathCosts![0], results.note_alignment.viterbi_cost);
      this.onsets(label, solution.paths![0], results.note_alignment.onset_frames);
    }
  }

  private solve(input: ProblemInput, request: Parameters<typeof solve>[2] = {}): Promise<AlignmentSolution> {
    return solve(normaliseProblem({ ...input, precision: this.precision }), this.backend, request);
  }

  private value(quantity: string, label: string, found: number, expected: number): void {
    // Losses near 0 are sums of large terms: their error is measured against 1.
    this.compare(quantity, label, Math.abs(found - expected) / Math.max(1, Math.abs(expected)), TOLERANCES[this.precision].value);
  }

  private gradient(quantity: string, label: string, found: ArrayLike<number>, expected: Matrix): void {
    let worst = found.length === expected.data.length ? 0 : Infinity;
    for (let index = 0; index < expected.data.length; index++) worst = Math.max(worst, Math.abs(found[index] - expected.data[index]));
    this.compare(quantity, label, worst, TOLERANCES[this.precision].gradient);
  }

  private onsets(label: string, path: Int32Array, expected: readonly number[]): void {
    const onsets = new Map<number, number>();
    for (let index = 0; index < path.length; index += 2) {
      if (!onsets.has(path[index + 1])) onsets.set(path[index + 1], path[index]);
    }
    const differ = expected.filter((frame, note) => onsets.get(note) !== frame).length + Math.abs(onsets.size - expected.length);
    this.compare('note onset frames', label, differ, 0);
  }

  private compare(quantity: string, label: string, error: number, tolerance: number): void {
    const comparison = this.comparisons.get(quantity) ?? { quantity, passed: 0, failed: 0, worst: 0, tolerance, failures: [] };
    this.comparisons.set(quantity, comparison);
    // Not `error > tolerance`: NaN must fail.
    const passed = error <= tolerance;
    comparison.worst = Number.isNaN(error) ? NaN : Math.max(comparison.worst, error);
    if (passed) comparison.passed++;
    else {
      comparison.failed++;
      if (comparison.failures.length < 3) comparison.failures.push(`${label}: off by ${error}`);
    }
  }
}
