/** `@rubato/audio`: from recordings and MIDI files to feature sequences, and back to sound. */

// Features.
export type { Samples, MemoryOptions } from './check.ts';
export type { FeatureSequence } from './features/feature-sequence.ts';
export type { FrameOptions, SpectrumOptions } from './features/frame-options.ts';
export type { CompressionOptions } from './features/compression.ts';
export type { ExponentOptions } from './features/exponent.ts';
export { powerSpectrogram } from './features/power-spectrogram.ts';
export type { ChromaOptions, ConstantQChromaOptions, SpectrogramChromaOptions } from './features/chroma.ts';
export { chroma } from './features/chroma.ts';
export type { MelFilterOptions } from './features/mel-filters.ts';
export type { MelOptions } from './features/mel-spectrum.ts';
export { melSpectrum } from './features/mel-spectrum.ts';
export type { MelScale } from './features/mel-scale.ts';
export { frequencyToMel, melToFrequency } from './features/mel-scale.ts';
export type { ConstantQSettings } from './features/constant-q.ts';
export type { ConstantQOptions } from './features/constant-q-spectrum.ts';
export { constantQSpectrum } from './features/constant-q-spectrum.ts';
export type { PitchOptions } from './features/pitch.ts';
export { pitchFrequency } from './features/pitch.ts';

// Long recordings.
export type { RunOptions, WorkProgress } from './run-options.ts';
export type { FeatureRequest } from './features/extract-features.ts';
export { extractFeatures } from './features/extract-features.ts';

// MIDI files.
export type { MidiFile, MidiNote, Note, TempoChange } from './midi/midi-file.ts';
export type { ReadMidiOptions } from './midi/read-midi.ts';
export { readMidi } from './midi/read-midi.ts';

// Sound from notes.
export type { Timbre, TimbreName } from './synthesis/timbre.ts';
export { timbres } from './synthesis/timbre.ts';
export type { SynthesiseOptions } from './synthesis/synthesis-options.ts';
export { synthesise, synthesiseInSlices } from './synthesis/synthesise.ts';

// WAV files and sample rates.
export type { SampleEncoding } from './wave/sample-encoding.ts';
export type { ReadWavOptions, WavFile } from './wave/read-wav.ts';
export { readWav } from './wave/read-wav.ts';
export type { WriteWavOptions } from './wave/write-wav.ts';
export { writeWav } from './wave/write-wav.ts';
export type { ResampleOptions } from './wave/resample.ts';
export { resample, resampleInSlices } from './wave/resample.ts';

// Errors.
export type { AudioFormat } from './audio-format-error.ts';
export { AudioFormatError } from './audio-format-error.ts';
