import { expect, it } from 'vitest';
import {
  decodeJson,
  type JsonValue,
  type NumericArray,
  readArray,
  readCsv,
  readNpy,
  readSafetensors,
  writeNpy,
  writeSafetensors,
} from '@rubato/io';
import { describeShared, sharedBytes, sharedNames } from './support/shared-data.ts';

function sharedText(path: string): string {
  return new TextDecoder().decode(sharedBytes(path));
}

/** The member of a decoded object at a path of keys. */
function member(value: JsonValue, ...keys: readonly string[]): JsonValue {
  let current = value;
  for (const key of keys) current = (current as Record<string, JsonValue>)[key];
  return current;
}

describeShared('pitch-class annotations of the Winterreise', () => {
  const reference = () => decodeJson(sharedText('data/winterreise/reference.json'));

  it.each<[string, number]>([
    ['AL98', 15_101],
    ['FI55', 14_551],
    ['HU33', 13_424],
    ['QU98', 15_474],
  ])('reads the frames of %s: %d', (name, frames) => {
    const array = readNpy(sharedBytes(`data/winterreise/pitchclass/${name}.npy`));
    expect(array.dtype).toBe('uint8');
    expect(array.shape).toEqual([frames, 12]);
    expect(new Set(array.data)).toEqual(new Set([0, 1]));
    expect(member(reference(), 'performances', name, 'frames')).toBe(frames);
    // The change points that the reference lists are where a frame differs from the one before.
    const changes: number[] = [0];
    for (let n = 1; n < frames; n++) {
      if (array.data.subarray(12 * n, 12 * n + 12).some((value, c) => value !== array.data[12 * (n - 1) + c])) changes.push(n);
    }
    expect(member(reference(), 'performances', name, 'change_point_frames')).toEqual(changes);
  });

  it('reads the ground truth of every pair', () => {
    const names = sharedNames('data/winterreise/ground_truth');
    expect(names).toHaveLength(6);
    for (const name of names) {
      const table = readCsv(sharedText(`data/winterreise/ground_truth/${name}`));
      expect(table.header).toEqual(['event_A', 'event_B', 'frame_A', 'frame_B', 'onset_s_A', 'onset_s_B', 'code_common_key']);
      const pair = name.replace('.csv', '');
      expect(table.shape).toEqual([member(reference(), 'pairs', pair, 'ground_truth_events'), 7]);
      for (let row = 0; row < table.shape[0]; row++) {
        expect(Math.abs(table.data[7 * row + 4] - (table.data[7 * row + 2] * 512) / 22_050)).toBeLessThan(1e-6);
      }
    }
  });
});

describeShared('features of Sync Toolbox', () => {
  it.each<[string, number[]]>([
    ['f_chroma_1', [12, 7518]],
    ['f_chroma_2', [12, 6860]],
    ['f_chroma_quantized_1', [12, 7518]],
    ['f_chroma_quantized_2', [12, 6860]],
    ['f_CENS_1', [12, 151]],
    ['f_CENS_2', [12, 138]],
    ['wp', [2, 8440]],
  ])('reads %s', (name, shape) => {
    const array = readNpy(sharedBytes(`data/synctoolbox/${name}.npy`));
    expect(array.dtype).toBe('float64');
    expect(array.shape).toEqual(shape);
    expect(array.header.fortranOrder).toBe(false);
    expect(array.data.every(Number.isFinite)).toBe(true);
  });

  it('finds a warping path in wp: it moves by one cell at a time, from corner to corner', () => {
    const { data, shape } = readNpy(sharedBytes('data/synctoolbox/wp.npy'));
    const length = shape[1];
    expect([data[0], data[length], data[length - 1], data[2 * length - 1]]).toEqual([0, 0, 7517, 6859]);
    for (let k = 1; k < length; k++) {
      const step = [data[k] - data[k - 1], data[length + k] - data[length + k - 1]].join();
      expect(['1,0', '0,1', '1,1']).toContain(step);
    }
  });

  it('reads the measures, and the numbers of the note list', () => {
    for (const name of ['HU33', 'SC06']) {
      const table = readCsv(sharedText(`data/synctoolbox/Schubert_D911-03_${name}.csv`));
      expect(table.header).toEqual(['start', 'measure']);
      expect(table.data[1]).toBe(0.75);
    }
    const notes = sharedBytes('data/synctoolbox/Chopin_Op010-03-Measures1-8_MIDI.csv');
    const columns = ['Start', 'Duration', 'Pitch', 'Velocity'];
    const array = readArray(notes, 'notes.csv', { csv: { columns } });
    expect([...array.data.subarray(0, 4)]).toEqual([0.4, 0.575, 59, 38]);
    expect(() => readArray(notes, 'notes.csv')).toThrow('csv: line 2, column 5: "piano" is no number');
  });
});

describeShared('musical themes', () => {
  const themes: readonly (readonly [string, frames: number, labels: number, weak: number])[] = [
    ['MTD0554_Bartok_Sz049', 183, 18, 19],
    ['MTD0619_Beethoven_Op015-01', 136, 22, 20],
    ['MTD1176_Beethoven_Op120-01', 87, 18, 8],
    ['MTD1273_Bizet_WD031-1-11E', 124, 18, 22],
    ['MTD9015_Telemann_TWV055-B1-03', 143, 38, 39],
  ];
  const read = (path: string) => readNpy(sharedBytes(`data/mtd/${path}.npy`));

  it.each(themes)('reads the arrays of %s', (theme, frames, labels, weak) => {
    expect(read(`hcqt/${theme}`)).toMatchObject({ dtype: 'float32', shape: [frames, 216, 6] });
    expect(read(`strong_targets/${theme}`)).toMatchObject({ dtype: 'float32', shape: [frames, 12] });
    expect(read(`weak_targets/${theme}`)).toMatchObject({ dtype: 'float32', shape: [weak, 12] });
    const targets = read(`ctc_targets/${theme}`);
    expect(targets).toMatchObject({ dtype: 'int32', shape: [labels] });
    const reference = decodeJson(sharedText('data/mtd/reference.json'));
    expect(member(reference, 'themes', theme.split('_')[0], 'ctc_targets')).toEqual([...targets.data]);
    for (const [model, gradientColumns] of [
      ['CTC-A', 2 * labels + 1],
      ['SDTW-E-W', weak],
    ] as const) {
      for (const classes of [12, 13]) {
        const posterior = read(`posteriors/${theme}__${model}__prob${classes}`);
        expect(posterior).toMatchObject({ dtype: 'float32', shape: [frames, classes] });
        for (let n = 0; n < frames; n++) {
          let sum = 0;
          for (let c = 0; c < classes; c++) sum += posterior.data[n * classes + c];
          expect(Math.abs(sum - 1)).toBeLessThan(1e-5);
        }
      }
      expect(read(`gradients/${theme}__${model}__H`)).toMatchObject({ dtype: 'float64', shape: [frames, gradientColumns] });
    }
  });

  it('reads every model', () => {
    const models = sharedNames('data/mtd/models');
    expect(models).toHaveLength(12);
    const shapes = {
      'conv1.weight': [64, 6, 3, 3],
      'conv1.bias': [64],
      'conv2.weight': [32, 64, 3, 3],
      'conv3.weight': [32, 32, 3, 3],
      'conv4.weight': [32, 32, 3, 3],
      'conv5.weight': [8, 32, 3, 42],
      'conv6.weight': [1, 8, 1, 1],
      'pool1.weight': [1, 1, 1, 3],
      'pool2.weight': [1, 1, 1, 61],
      'convEps.weight': [1, 1, 1, 216],
      'convEps.bias': [1],
    };
    for (const model of models) {
      const { tensors } = readSafetensors(sharedBytes(`data/mtd/models/${model}`));
      for (const [name, shape] of Object.entries(shapes)) expect(tensors.get(name)).toMatchObject({ dtype: 'float32', shape });
      const pool = (tensors.get('pool2.weight') as NumericArray).data;
      expect([...pool].flatMap((value, i) => (value === 1 ? [i] : []))).toEqual([0, 12, 24, 36, 48, 60]);
      let trained = 0;
      for (const [name, { data }] of tensors) if (!name.startsWith('pool')) trained += data.length;
      expect(trained).toBe(72_970);
      const again = readSafetensors(writeSafetensors(tensors)).tensors;
      expect(again).toEqual(tensors);
    }
  });

  it('writes npy files as numpy wrote them', () => {
    for (const path of [
      'weak_targets/MTD0554_Bartok_Sz049',
      'ctc_targets/MTD0619_Beethoven_Op015-01',
      'gradients/MTD1176_Beethoven_Op120-01__CTC-A__H',
    ]) {
      const bytes = sharedBytes(`data/mtd/${path}.npy`);
      const written = writeNpy(readNpy(bytes));
      expect(written.length).toBe(bytes.length);
      expect(Buffer.compare(written, bytes)).toBe(0);
    }
  });
});

describeShared('annotations of ASAP', () => {
  it('reads the times of every annotation, with a label beside them', () => {
    let files = 0;
    for (const kind of ['Fugue', 'Prelude']) {
      for (const piece of sharedNames(`data/asap/${kind}`)) {
        for (const name of sharedNames(`data/asap/${kind}/${piece}`)) {
          if (!name.endsWith('_annotations.txt')) continue;
          const path = `data/asap/${kind}/${piece}/${name}`;
          const { data, shape } = readArray(sharedBytes(path), path, { csv: { columns: [0, 1] } });
          expect(shape).toEqual([
            sharedText(path)
              .split('\n')
              .filter((line) => line !== '').length,
            2,
          ]);
          for (let row = 0; row < shape[0]; row++) expect(data[2 * row]).toBe(data[2 * row + 1]);
          files++;
        }
      }
    }
    expect(files).toBeGreaterThan(60);
  });
});

describeShared('golden files', () => {
  it('reads all of them', () => {
    const names = sharedNames('golden').filter((name) => name.endsWith('.json'));
    expect(names).toHaveLength(9);
    for (const name of names) {
      const cases = member(decodeJson(sharedText(`golden/${name}`)), 'cases') as readonly JsonValue[];
      expect(cases.length).toBeGreaterThan(0);
    }
  });

  it('has their infinities as numbers', () => {
    const cases = member(decodeJson(sharedText('golden/ddtw.json')), 'cases') as readonly JsonValue[];
    const infinite = cases.filter((one) => (member(one, 'cost') as readonly JsonValue[]).includes(Infinity));
    expect(infinite.length).toBeGreaterThan(0);
  });
});
