/** A nominal type over a structural one: `Brand<number, 'FileOffset'>` is a number that knows its space. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** A byte position in a file, from its first byte. Whole, 0 … 2^53 − 1. */
export type FileOffset = Brand<number, 'FileOffset'>;

/** A position in a file's table of rows (header, records, gaps, footer), from 0. */
export type RowIndex = Brand<number, 'RowIndex'>;

/** A key's number in a file's key dictionary, from 0. */
export type KeyId = Brand<number, 'KeyId'>;

export const fileOffset = (value: number): FileOffset => value as FileOffset;
export const rowIndex = (value: number): RowIndex => value as RowIndex;
export const keyId = (value: number): KeyId => value as KeyId;
