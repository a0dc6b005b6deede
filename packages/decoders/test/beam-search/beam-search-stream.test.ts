import type { BeamSearchOptions, BeamSearchState, Posteriors, Scorer } from '@rubato/decoders';
import {
  BeamSearchStream,
  callbackScorer,
  hotWords,
  labelLanguageModel,
  lexicon,
  prefixBeamSearch,
  readArpa,
  Vocabulary,
  wordLanguageModel,
} from '@rubato/decoders';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../support/errors.ts';
import { fromRows, posteriorsArbitrary } from '../support/posteriors.ts';
import { scorersArbitrary } from '../support/scorers.ts';

/** The frames of one item in pieces, cut at these places. */
function pieces({ data, shape: [, frames, classes] }: Posteriors, cuts: readonly number[]): Posteriors[] {
  const places = [0, ...[...new Set(cuts.map((cut) => cut % frames))].filter((cut) => cut > 0).toSorted((a, b) => a - b), frames];
  return places.slice(1).map((end, i) => ({ data: data.slice(places[i] * classes, end * classes), shape: [1, end - places[i], classes] }));
}

const settings = fc.record({
  blank: fc.constantFrom(0, 'none' as const),
  beamWidth: fc.integer({ min: 1, max: 8 }),
  frames: fc.boolean(),
  beamThreshold: fc.constantFrom(Infinity, 3),
  tokenThreshold: fc.constantFrom(-Infinity, -3),
});
const input = posteriorsArbitrary({ frames: 12, classes: 4, leastClasses: 4 });
const cuts = fc.array(fc.nat(), { maxLength: 6 });

describe('BeamSearchStream', () => {
  it('answers in pieces as in one, saved and taken over between them', () => {
    fc.assert(
      fc.property(input, cuts, settings, fc.option(scorersArbitrary, { nil: [] }), (posteriors, places, given, list) => {
        const options: BeamSearchOptions = { ...given, topN: 8, scorers: list.map(({ scorer }) => scorer) };
        let stream = new BeamSearchStream(4, options);
        let resumed = new BeamSearchStream(4, options);
        for (const piece of pieces(posteriors, places)) {
          stream.push(piece);
          resumed.push(piece);
          const state = resumed.save();
          const text = JSON.parse(JSON.stringify(state)) as BeamSearchState;
          expect(text).toEqual(state);
          resumed = new BeamSearchStream(4, options, text);
          stream = new BeamSearchStream(4, options, structuredClone(stream.save()));
        }
        const [whole] = prefixBeamSearch(posteriors, options);
        expect(stream.results()).toEqual(whole);
        expect(resumed.results()).toEqual(whole);
        expect(resumed.frames).toBe(posteriors.shape[1]);
      }),
      { numRuns: 300 },
    );
  });

  it('answers after each frame as if it ended there', () => {
    fc.assert(
      fc.property(input, settings, ({ data, shape: [, frames, classes] }, options) => {
        const stream = new BeamSearchStream(classes, options);
        for (let n = 0; n < frames; n++) {
          stream.push({ data: data.slice(n * classes, (n + 1) * classes), shape: [1, 1, classes] });
          const part = { data: data.slice(0, (n + 1) * classes), shape: [1, n + 1, classes] } as const;
          expect(stream.results()).toEqual(prefixBeamSearch(part, options)[0]);
          const { settled, ...best } = stream.partial()!;
          // Nothing is added at the end here, so the best prefix is the best result.
          expect(best).toEqual(stream.results()[0]);
          expect(settled).toBeLessThanOrEqual(best.labels.length);
        }
      }),
    );
  });

  it('never changes what is settled', () => {
    fc.assert(
      fc.property(input, fc.integer({ min: 1, max: 4 }), ({ data, shape: [, frames, classes] }, beamWidth) => {
        const stream = new BeamSearchStream(classes, { beamWidth, topN: beamWidth });
        const settled: string[] = [];
        for (let n = 0; n < frames; n++) {
          stream.push({ data: data.slice(n * classes, (n + 1) * classes), shape: [1, 1, classes] });
          const partial = stream.partial()!;
          settled.push(partial.labels.slice(0, partial.settled).join());
        }
        for (const { labels } of stream.results()) {
          for (const beginning of settled) expect(`${labels.join()},`.startsWith(beginning === '' ? '' : `${beginning},`)).toBe(true);
        }
      }),
    );
  });

  it('needs no frame to answer, and starts with the empty sequence', () => {
    const stream = new BeamSearchStream(3, { frames: true });
    expect(stream.results()).toEqual([{ labels: new Int32Array(0), logProbability: 0, score: 0, frames: new Int32Array(0) }]);
    expect(stream.frames).toBe(0);
  });

  it('keeps its state small over many frames', () => {
    const stream = new BeamSearchStream(3, { beamWidth: 4, frames: true });
    const row = fromRows([[0.98, 0.01, 0.01]]);
    stream.push(fromRows([[0, 1, 0]]));
    for (let n = 0; n < 3000; n++) stream.push(row);
    const { prefixes, paths } = stream.save();
    // Four prefixes, that share what they can.
    expect(prefixes.parents.length).toBeLessThan(20);
    expect(paths!.parents.length).toBeLessThan(40);
  });

  it('keeps the frames before a bad one', () => {
    const stream = new BeamSearchStream(2);
    expectRefusal(
      () =>
        stream.push(
          fromRows([
            [0.1, 0.9],
            [0.5, NaN],
          ]),
        ),
      'posteriors.data',
      { index: [0, 1, 1] },
    );
    expect(stream.frames).toBe(1);
    expect(stream.results()).toEqual(prefixBeamSearch(fromRows([[0.1, 0.9]]))[0]);
  });

  it('stands where it stood when a function of a scorer throws', () => {
    for (const place of ['score', 'advance'] as const) {
      let broken = false;
      const step = (name: string, answer: number): number => {
        if (broken && name === place) throw new Error('broken');
        return answer;
      };
      const scorer = callbackScorer({ start: 0, score: () => step('score', 0.1), advance: (state: number) => step('advance', state + 1) });
      const options = { beamWidth: 4, topN: 4, frames: true, scorers: [scorer] };
      const rows = [
        [0.2, 0.5, 0.3],
        [0.4, 0.3, 0.3],
        [0.1, 0.2, 0.7],
      ];
      const stream = new BeamSearchStream(3, options);
      stream.push(fromRows(rows.slice(0, 2)));
      broken = true;
      expect(() => stream.push(fromRows(rows.slice(2)))).toThrow('broken');
      broken = false;
      expect(stream.frames).toBe(2);
      stream.push(fromRows(rows.slice(2)));
      expect(stream.results()).toEqual(prefixBeamSearch(fromRows(rows), options)[0]);
    }
  });

  it('refuses other shapes', () => {
    const stream = new BeamSearchStream(2);
    expectRefusal(() => stream.push({ data: new Float64Array(4).fill(0.5), shape: [2, 1, 2] }), 'posteriors.shape', { index: [0] });
    expectRefusal(() => stream.push({ data: new Float64Array(3).fill(1 / 3), shape: [1, 1, 3] }), 'posteriors.shape', { index: [2] });
    expectRefusal(() => new BeamSearchStream(0), 'classes');
  });

  it('refuses states that are none, or of another search, by name', () => {
    const stream = new BeamSearchStream(3, { frames: true, beamWidth: 4 });
    stream.push(
      fromRows([
        [0.2, 0.5, 0.3],
        [0.4, 0.3, 0.3],
      ]),
    );
    const good = stream.save();
    const check = (change: object, argument: string, options: BeamSearchOptions = { frames: true, beamWidth: 4 }, classes = 3): void => {
      expectRefusal(() => new BeamSearchStream(classes, options, { ...good, ...change }), argument);
    };
    check({ version: 2 }, 'state.version');
    check({}, 'state.classes', {}, 4);
    check({}, 'state.blank', { blank: 1 });
    check({ frame: -1 }, 'state.frame');
    check({}, 'state.beamWidth', { frames: true, beamWidth: 5 });
    check({}, 'state.tokenThreshold', { frames: true, beamWidth: 4, tokenThreshold: -3 });
    check({}, 'state.beamThreshold', { frames: true, beamWidth: 4, beamThreshold: 3 });
    check({ entries: { ...good.entries, prefix: [0, 1, 2, 3, 4] } }, 'state.entries.prefix');
    check({ paths: undefined }, 'state.paths');
    check({ scorers: undefined }, 'state.scorers', {
      beamWidth: 4,
      scorers: [callbackScorer({ start: 0, score: () => 0, advance: () => 0 })],
    });
    check({ prefixes: { ...good.prefixes, parents: [] } }, 'state.prefixes.parents');
    check({ prefixes: { ...good.prefixes, parents: good.prefixes.parents.map((_, i) => i) } }, 'state.prefixes.parents');
    check({ prefixes: { ...good.prefixes, labels: good.prefixes.labels.map((label) => Math.min(label, 1)) } }, 'state.prefixes.labels');
    check({ prefixes: { ...good.prefixes, labels: good.prefixes.labels.map((label) => Math.min(label, 0)) } }, 'state.prefixes.labels');
    check({ entries: { ...good.entries, prefix: good.entries.prefix.map(() => 0) } }, 'state.entries.prefix');
    check({ entries: { ...good.entries, prefix: good.entries.prefix.with(0, good.prefixes.parents.length) } }, 'state.entries.prefix');
    check({ entries: { ...good.entries, logBlank: good.entries.logBlank.map(() => null) } }, 'state.entries.logBlank');
    check({ entries: { ...good.entries, bonus: [] } }, 'state.entries.bonus');
    check({ paths: { ...good.paths, frames: good.paths!.frames.map(() => 2) } }, 'state.paths.frames');
    check({ paths: { ...good.paths, blankFrames: [] } }, 'state.paths.blankFrames');
    const impossible = good.entries.prefix.map(() => '-inf' as const);
    check({ paths: { ...good.paths, logBlank: impossible, logLabel: impossible } }, 'state.paths.logLabel');
    for (const name of ['blankFrames', 'labelFrames'] as const) {
      check({ paths: { ...good.paths, [name]: good.paths![name].map(() => -1) } }, `state.paths.${name}`);
      check({ paths: { ...good.paths, [name]: good.paths![name].map(() => good.paths!.parents.length - 1) } }, `state.paths.${name}`);
    }
    expectRefusal(() => new BeamSearchStream(3, {}, null as never), 'state');
  });

  it('refuses the states of another scorer of the same name, and says what differs', () => {
    const vocabulary = new Vocabulary(['', ' ', 'a', 'b'], { delimiter: ' ' });
    const other = new Vocabulary(['', 'a', ' ', 'b'], { delimiter: ' ' });
    const model = (log10: number, word: string = 'a') => readArpa(`\\data\\\nngram 1=2\n\\1-grams:\n${log10} ${word}\n-2 b\n\\end\\`);
    const check = (one: Scorer, same: Scorer, different: Scorer, part: string): void => {
      const stream = new BeamSearchStream(4, { scorers: [one] });
      stream.push(fromRows([[0.1, 0.2, 0.3, 0.4]]));
      const state = JSON.parse(JSON.stringify(stream.save())) as BeamSearchState;
      expect(new BeamSearchStream(4, { scorers: [same] }, state).results()).toEqual(stream.results());
      expectRefusal(() => new BeamSearchStream(4, { scorers: [different] }, state), `state.scorers[0].fingerprint.${part}`);
      const [scorer] = state.scorers;
      const without = { ...state, scorers: [{ ...scorer, fingerprint: undefined as never }] };
      expectRefusal(() => new BeamSearchStream(4, { scorers: [same] }, without), 'state.scorers.fingerprint', { index: [0] });
    };
    check(lexicon(['a', 'ab'], vocabulary), lexicon(['ab', 'a'], vocabulary), lexicon(['b', 'ab'], vocabulary), 'words');
    check(lexicon([[3]], vocabulary), lexicon([[3]], vocabulary), lexicon([[3]], other), 'delimiter');
    check(hotWords(['ab'], vocabulary), hotWords(['ab'], vocabulary), hotWords(['ba'], vocabulary), 'words');
    check(hotWords(['ab'], vocabulary), hotWords(['ab'], vocabulary), hotWords([{ word: 'ab', weight: 9 }], vocabulary), 'weights');
    for (const make of [wordLanguageModel, labelLanguageModel]) {
      const scorer = make(model(-1), vocabulary);
      check(scorer, make(model(-1), vocabulary), make(model(-1.25), vocabulary), 'model');
      check(scorer, make(model(-1), vocabulary), make(model(-1, 'aa'), vocabulary), 'model');
      check(scorer, make(model(-1), vocabulary), make(model(-1), vocabulary, { alpha: 0.25 }), 'alpha');
      check(scorer, make(model(-1), vocabulary), make(model(-1), other), 'words');
      // A model of one's own that does not say what it is.
      const { vocabulary: words, unknown, states, start, mostLogProbability } = model(-1);
      const own = (most: number) => ({
        vocabulary: words,
        unknown,
        states,
        start,
        mostLogProbability: most,
        logProbability: () => -1,
        next: () => 0,
        endLogProbability: () => 0,
      });
      check(make(own(mostLogProbability), vocabulary), make(own(mostLogProbability), vocabulary), make(own(0), vocabulary), 'model');
    }
  });
});
