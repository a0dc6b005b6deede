// What an array is, and what goes wrong.
export { type ArrayData, type DType, isNumericArray, type NumericArray } from './numericArray.ts';
export { type FileFormat, FileFormatError, type FilePosition } from './fileFormatError.ts';
export type { EntryOptions, ReadOptions } from './readOptions.ts';

// One array from a file of any format.
export { readArray, type ReadArrayOptions } from './readArray.ts';

// numpy: .npy and .npz.
export { type NpyArray, readNpy, writeNpy } from './npy.ts';
export type { NpyHeader } from './npyHeader.ts';
export { listNpz, readNpz, writeNpz, type WriteNpzOptions } from './npz.ts';

// Tables in text: .csv and .tsv.
export { type CsvTable, readCsv } from './readCsv.ts';
export { writeCsv } from './writeCsv.ts';
export type { ReadCsvOptions, WriteCsvOptions } from './csvOptions.ts';

// safetensors.
export {
  listSafetensors, readSafetensors, type Safetensors, writeSafetensors, type WriteSafetensorsOptions,
} from './safetensors.ts';

// JSON in which arrays and all numbers survive.
export { decodeJson } from './decodeJson.ts';
export { encodeJson, type EncodeJsonOptions } from './encodeJson.ts';
export type { JsonValue } from './jsonValue.ts';
export { toNumericArray } from './toNumericArray.ts';

// Problems of core as files.
export { readProblem } from './read-problem.ts';
export { PROBLEM_VERSION, writeProblem } from './write-problem.ts';
