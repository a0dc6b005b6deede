// What an array is, and what goes wrong.
export { type ArrayData, type DType, isNumericArray, type NumericArray } from './numeric-array.ts';
export { type FileFormat, FileFormatError, type FilePosition } from './file-format-error.ts';
export type { EntryOptions, ReadOptions } from './read-options.ts';

// One array from a file of any format.
export { readArray, type ReadArrayOptions } from './read-array.ts';

// numpy: .npy and .npz.
export { type NpyArray, readNpy, writeNpy } from './npy.ts';
export type { NpyHeader } from './npy-header.ts';
export { listNpz, readNpz, writeNpz, type WriteNpzOptions } from './npz.ts';

// Tables in text: .csv and .tsv.
export { type CsvTable, readCsv } from './read-csv.ts';
export { writeCsv } from './write-csv.ts';
export type { ReadCsvOptions, WriteCsvOptions } from './csv-options.ts';

// safetensors.
export { listSafetensors, readSafetensors, type Safetensors, writeSafetensors, type WriteSafetensorsOptions } from './safetensors.ts';

// JSON in which arrays and all numbers survive.
export { decodeJson } from './decode-json.ts';
export { encodeJson, type EncodeJsonOptions } from './encode-json.ts';
export type { JsonValue } from './json-value.ts';
export { toNumericArray } from './to-numeric-array.ts';

// Problems of core as files.
export { readProblem } from './read-problem.ts';
export { PROBLEM_VERSION, writeProblem } from './write-problem.ts';
