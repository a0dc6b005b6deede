import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../../src/losses/configurations.ts';

/** The shared data, which lie beside the repository. */
export const sharedFolder: string = fileURLToPath(new URL('../../../../../../shared/data/mtd', import.meta.url));

/** Tests that need the shared data: skipped where they are absent, failed there when `REQUIRE_SHARED` is 1. */
export function describeShared(name: string, tests: () => void): void {
  const present = existsSync(sharedFolder);
  const required = process.env['REQUIRE_SHARED'] === '1';
  describe.skipIf(!present && !required)(`${name} (needs ../shared)`, () => {
    if (present) return tests();
    it('has the shared data', () => expect.fail(`REQUIRE_SHARED is 1, and ${sharedFolder} is absent`));
  });
}

/** A loss as the reference code computed it. */
export interface ReferenceLoss {
  readonly raw: number;
  readonly normaliser: number;
  readonly value: number;
}

/** What `reference.json` says of one network and one theme. */
export interface ReferenceOutput {
  readonly frame_accuracy: number;
  readonly frame_accuracy_correct_frames: number;
  readonly degenerate: boolean;
  readonly loss: ReferenceLoss & { readonly config: Configuration };
  readonly first_5_frames: Readonly<Record<'prob13' | 'prob12' | 'logits13', readonly (readonly number[])[]>>;
  readonly loss_under_every_config?: Readonly<Record<Configuration, ReferenceLoss>>;
}

/** What `reference.json` says of one theme. */
export interface ReferenceTheme {
  readonly file: string;
  readonly role: string;
  readonly frames: number;
  readonly labels: number;
  readonly weak_length: number;
  readonly rest_frames: number;
  readonly ctc_targets: readonly number[];
  readonly weak_sequence: readonly (number | null)[];
  readonly models: Readonly<Record<Configuration, ReferenceOutput>>;
}

/** `reference.json` by the names of themes. */
export function readReference(): ReadonlyMap<string, ReferenceTheme> {
  const { themes } = JSON.parse(readFileSync(`${sharedFolder}/reference.json`, 'utf8')) as {
    readonly themes: Readonly<Record<string, ReferenceTheme>>;
  };
  return new Map(Object.values(themes).map((theme) => [theme.file.replace('.npy', ''), theme]));
}
