import type { PresetSizes } from '@rubato/conformance';
import { describePreset } from '@rubato/conformance/vitest';
import { presets } from 'rubato';

/** Labels for each item, short enough for the rows. */
const labels = ({ batch, rows, random }: PresetSizes, least: number): number[][] =>
  Array.from({ length: batch }, () =>
    Array.from({ length: least + Math.floor((random() * (rows + 1)) / 2) }, () => 1 + Math.floor(random() * 3)),
  );

const multiHot = (sizes: PresetSizes): number[][][] => labels(sizes, 0).map((sequence) => sequence.map((label) => [label & 1, label >> 1]));

const temperature = ({ random }: PresetSizes): number => 0.1 + random();
const within = ({ random }: PresetSizes): 'rows' | 'columns' => (random() < 0.5 ? 'rows' : 'columns');

describePreset('softDtw', (sizes) => presets.softDtw({ temperature: temperature(sizes) }));
describePreset('dtw', () => presets.dtw());
describePreset('weightedSoftDtw', (sizes) =>
  presets.weightedSoftDtw({ horizontal: sizes.random(), vertical: 1, diagonal: 2, temperature: temperature(sizes) }),
);
describePreset('twoOneSoftDtw', (sizes) => presets.twoOneSoftDtw({ temperature: temperature(sizes) }));
describePreset('subsequence', (sizes) => presets.subsequence(presets.softDtw(), { within: within(sizes) }));
describePreset('openBegin', (sizes) => presets.openBegin(presets.softDtw(), { within: within(sizes) }));
describePreset('openEnd', (sizes) => presets.openEnd(presets.dtw(), { within: within(sizes) }));
describePreset('ctc', (sizes) => presets.ctc(labels(sizes, 0)));
describePreset('multiLabelCtc', (sizes) => presets.multiLabelCtc(multiHot(sizes)));

for (const id of presets.table1Ids) {
  for (const reading of ['published-code', 'paper'] as const) {
    describePreset(`table1 ${id}, ${reading}`, (sizes) => presets.table1(id, reading, labels(sizes, 1)));
  }
}
