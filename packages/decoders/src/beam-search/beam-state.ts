import { checkWhole, inWords, isList, refuse } from '../check.ts';
import type { Blank } from '../posteriors/posteriors.ts';
import type { SavedNumber } from '../saved-number.ts';
import { restoreNumber, saveNumbers } from '../saved-number.ts';
import type { SavedScorer, Scorer, ScorerFingerprint } from '../scorers/scorer.ts';
import type { BeamEngine, EngineSettings } from './beam-engine.ts';
import { logAdd } from './log-add.ts';
import { restorePaths, savePaths } from './path-state.ts';
import type { SavedPaths } from './path-state.ts';

/** A beam search between two frames, as plain data that JSON and `structuredClone` keep. */
export interface BeamSearchState {
  readonly version: 1;
  readonly classes: number;
  readonly blank: Blank;
  readonly beamWidth: number;
  readonly tokenThreshold: SavedNumber;
  readonly beamThreshold: number | 'inf';
  /** The number of frames taken. */
  readonly frame: number;
  /** The prefixes as a tree; each node stands behind its parent, the first is the empty prefix of parent and label -1. */
  readonly prefixes: { readonly parents: readonly number[]; readonly labels: readonly number[] };
  /** The beam, best first. */
  readonly entries: {
    readonly prefix: readonly number[];
    readonly logBlank: readonly SavedNumber[];
    readonly logLabel: readonly SavedNumber[];
    readonly bonus: readonly number[];
  };
  /** Where frames are asked for. */
  readonly paths?: SavedPaths;
  readonly scorers: readonly SavedScorer[];
}

/** A search's settings that its answer depends on, as a state keeps them. */
function savedSettings(
  settings: EngineSettings,
): Pick<BeamSearchState, 'classes' | 'blank' | 'beamWidth' | 'tokenThreshold' | 'beamThreshold'> {
  const { classes, blank, beamWidth, tokenThreshold, beamThreshold } = settings;
  return {
    classes,
    blank: blank < 0 ? 'none' : blank,
    beamWidth,
    tokenThreshold: tokenThreshold === -Infinity ? '-inf' : tokenThreshold,
    beamThreshold: beamThreshold === Infinity ? 'inf' : beamThreshold,
  };
}

/** A search's state; of the scorers what they are known by, and their states. */
export function saveState(engine: BeamEngine, scorers: readonly Scorer[]): BeamSearchState {
  const { beam, trie, paths, settings } = engine;
  const { count } = beam;
  trie.squeeze([beam.prefix], count);
  return {
    version: 1,
    ...savedSettings(settings),
    frame: engine.frame,
    prefixes: { parents: Array.from(trie.parents.subarray(0, trie.size)), labels: Array.from(trie.values.subarray(0, trie.size)) },
    entries: {
      prefix: Array.from(beam.prefix.subarray(0, count)),
      logBlank: saveNumbers(beam.logBlank, count),
      logLabel: saveNumbers(beam.logLabel, count),
      bonus: Array.from(beam.bonus.subarray(0, count)),
    },
    ...(paths === undefined ? {} : { paths: savePaths(paths, count) }),
    scorers: settings.scorers.map((states, s) => ({ ...knownBy(scorers[s]), columns: states.save(count) })),
  };
}

/** Takes a state over; refuses one that is none, or of a search with other settings. */
export function restoreState(engine: BeamEngine, state: BeamSearchState, scorers: readonly Scorer[]): void {
  if (typeof state !== 'object' || state === null) refuse('state', state, 'what save() answered');
  const { settings, beam } = engine;
  if (state.version !== 1) refuse('state.version', state.version, '1');
  for (const [name, value] of Object.entries(savedSettings(settings)))
    checkSame(`state.${name}`, state[name as keyof BeamSearchState], value);
  checkWhole('state.frame', state.frame, 0, Number.MAX_SAFE_INTEGER);
  engine.reset();
  engine.frame = state.frame;
  restorePrefixes(engine, state.prefixes);
  restoreEntries(engine, state.entries);
  if (engine.paths !== undefined) restorePaths(engine.paths, state.paths, labelCounts(engine), state.frame);
  const saved: readonly Partial<SavedScorer>[] = isList(state.scorers) ? state.scorers : [];
  if (saved.length !== scorers.length) refuse('state.scorers', state.scorers, `a list of ${scorers.length}, as the search has`);
  settings.scorers.forEach((states, s) => {
    const { name, fingerprint } = knownBy(scorers[s]);
    checkSame('state.scorers.name', saved[s]?.name, name, [s]);
    const found: unknown = saved[s].fingerprint;
    if (typeof found !== 'object' || found === null) refuse('state.scorers.fingerprint', found, 'an object', [s]);
    for (const [part, value] of Object.entries(fingerprint)) {
      checkSame(`state.scorers[${s}].fingerprint.${part}`, (found as ScorerFingerprint)[part], value);
    }
    states.restore(saved[s].columns ?? [], beam.count, `state.scorers[${s}].columns`);
  });
}

/** How many labels each entry has. */
function labelCounts({ beam, trie }: BeamEngine): number[] {
  const depths = new Int32Array(trie.size);
  for (let node = 1; node < trie.size; node++) depths[node] = depths[trie.parents[node]] + 1;
  return Array.from(beam.prefix.subarray(0, beam.count), (node) => depths[node]);
}

function knownBy({ name, fingerprint }: Scorer): Pick<SavedScorer, 'name' | 'fingerprint'> {
  return { name, fingerprint: fingerprint?.() ?? {} };
}

function checkSame(argument: string, found: unknown, value: number | string, index?: readonly number[]): void {
  if (found !== value) refuse(argument, found, `${inWords(value)} as the search has`, index);
}

function restorePrefixes({ trie, settings }: BeamEngine, prefixes: BeamSearchState['prefixes'] | undefined): void {
  const { parents, labels } = prefixes ?? {};
  if (!isList(parents) || parents.length === 0) refuse('state.prefixes.parents', parents, 'a list of nodes');
  if (!isList(labels) || labels.length !== parents.length) refuse('state.prefixes.labels', labels, `${parents.length} labels`);
  if (parents[0] !== -1) refuse('state.prefixes.parents', parents[0], '-1', [0]);
  if (labels[0] !== -1) refuse('state.prefixes.labels', labels[0], '-1', [0]);
  trie.reserve(parents.length, [], 0);
  for (let node = 1; node < parents.length; node++) {
    checkWhole('state.prefixes.parents', parents[node], 0, node - 1, [node]);
    checkWhole('state.prefixes.labels', labels[node], 0, settings.classes - 1, [node]);
    if (labels[node] === settings.blank) refuse('state.prefixes.labels', labels[node], 'another class than the blank', [node]);
    const made = trie.child(parents[node], labels[node]);
    if (made !== node) refuse('state.prefixes.labels', labels[node], `another label than node ${made} has`, [node]);
  }
}

function restoreEntries({ trie, beam, settings }: BeamEngine, entries: BeamSearchState['entries'] | undefined): void {
  const { prefix, logBlank, logLabel, bonus } = entries ?? {};
  if (!isList(prefix) || prefix.length > settings.beamWidth) {
    refuse('state.entries.prefix', prefix, `at most ${settings.beamWidth} prefixes, as wide as the beam`);
  }
  for (const [name, column] of Object.entries({ logBlank, logLabel, bonus })) {
    if (!isList(column) || column.length !== prefix.length) refuse(`state.entries.${name}`, column, `${prefix.length} numbers`);
  }
  beam.reserve(prefix.length);
  beam.count = prefix.length;
  const seen = new Set<number>();
  for (let entry = 0; entry < prefix.length; entry++) {
    const node = prefix[entry];
    checkWhole('state.entries.prefix', node, 0, trie.size - 1, [entry]);
    if (seen.has(node)) refuse('state.entries.prefix', node, 'each prefix once', [entry]);
    seen.add(node);
    const blank = restoreNumber(logBlank![entry], 'state.entries.logBlank', [entry]);
    const label = restoreNumber(logLabel![entry], 'state.entries.logLabel', [entry]);
    const added = restoreNumber(bonus![entry], 'state.entries.bonus', [entry]);
    const total = logAdd(blank, label);
    if (total + added === -Infinity) refuse('state.entries.logLabel', logLabel![entry], 'an entry that is possible', [entry]);
    beam.set(entry, node, blank, label, total, added);
  }
}
