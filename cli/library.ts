/* The engine as a library for Node. Everything but `openFileSource` runs in a browser as well. */
export * from '../src/base/index.ts';
export * from '../src/codec/index.ts';
export * from '../src/columnar/index.ts';
export * from '../src/formats/index.ts';
export * from '../src/repair/index.ts';
export * from '../src/replay/index.ts';
export * from '../src/scan/index.ts';
export { type FileSource, openFileSource } from './fileSource.ts';
