export { entryPayloadAt, summariseContent } from './ember/contentLine.ts';
export { FAMILIES, familyOf, type TypeFamily } from './families.ts';
export type { FieldView } from './fieldView.ts';
export type { FormatViews } from './formatViews.ts';
export { FORMATS, type FormatRegistry, openFile, registryOf } from './registry.ts';
export type { RowFields, RowLine } from './rowLine.ts';
