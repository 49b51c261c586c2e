/*
 * What a record is made of. A record type is one list of these fields; its reader, writer, size walk, inspector
 * layout, documentation and test generator all derive from that list.
 */

/** `u32` length + UTF-8 bytes. `label` is what ember's reader calls it in "… is not valid utf-8". */
export interface StrField<N extends string = string> {
  readonly kind: 'str';
  readonly name: N;
  readonly label: string;
  /** `key`: the key that the record is about. `other-key`: a second key. */
  readonly role: 'key' | 'other-key' | 'text';
}
/** `u32` length + any bytes. */
export interface BytesField<N extends string = string> {
  readonly kind: 'bytes';
  readonly name: N;
}
/** Signed 64-bit. With `nonNegative`, the text that names it in the reader's "{…} is negative ({n}) in AOF record". */
export interface I64Field<N extends string = string> {
  readonly kind: 'i64';
  readonly name: N;
  readonly nonNegative: string | null;
  readonly meaning: 'number' | 'ttl-ms' | 'ttl-s' | 'unix-ms' | 'offset';
}
/** A 64-bit float, kept as its bits so that no NaN payload is lost. */
export interface F64Field<N extends string = string> {
  readonly kind: 'f64';
  readonly name: N;
}
export interface U32Field<N extends string = string> {
  readonly kind: 'u32';
  readonly name: N;
}
/** One byte. With `max`, the reader refuses more, in these words (`{n}` is the value). `names` are for display. */
export interface U8Field<N extends string = string> {
  readonly kind: 'u8';
  readonly name: N;
  readonly max: number | null;
  readonly refusal: string | null;
  readonly names: readonly string[];
}
/** One byte, true unless 0. A byte other than 0 and 1 is kept when written back. */
export interface FlagField<N extends string = string> {
  readonly kind: 'flag';
  readonly name: N;
}
/**
 * `u32` count + that many elements. One field an element gives a list of values, several give a list of objects.
 * `walkLabel` names it in "{…} count {n} exceeds max": the plaintext reader's word, `decodeLabel` the encrypted one's.
 */
export interface ManyField<
  N extends string = string,
  E extends readonly ElementField[] = readonly ElementField[],
> {
  readonly kind: 'many';
  readonly name: N;
  readonly of: E;
  readonly walkLabel: string | null;
  readonly decodeLabel: string | null;
}
/** `u32` dimension + that many 32-bit floats, kept as bits. */
export interface VectorField<N extends string = string> {
  readonly kind: 'vector';
  readonly name: N;
}
/** A snapshot's vector set: `dim u32 · count u32 · (name str · f32 × dim) × count`. */
export interface VectorSetField<N extends string = string> {
  readonly kind: 'vector-set';
  readonly name: N;
}

export type ElementField = StrField | BytesField | F64Field;
export type Field =
  | ElementField
  | I64Field
  | U32Field
  | U8Field
  | FlagField
  | ManyField
  | VectorField
  | VectorSetField;

/** The bits of a 64-bit float. */
export type F64Bits = bigint;

/** A snapshot's vector set, decoded. */
export interface VectorSet {
  readonly dim: number;
  readonly elements: readonly { readonly name: Uint8Array; readonly vector: Uint32Array }[];
}

/** The value that a field decodes to. Text stays bytes: it may not be valid UTF-8, and it is written back as it was. */
export type ValueOf<F> = F extends StrField | BytesField
  ? Uint8Array
  : F extends I64Field | F64Field
    ? bigint
    : F extends U32Field | U8Field | FlagField
      ? number
      : F extends VectorField
        ? Uint32Array
        : F extends VectorSetField
          ? VectorSet
          : F extends ManyField<string, infer E>
            ? E extends readonly [infer Only]
              ? readonly ValueOf<Only>[]
              : readonly { readonly [K in E[number] as K['name']]: ValueOf<K> }[]
            : never;

/** The object that a field list decodes to. */
export type ValuesOf<F extends readonly Field[]> = { readonly [K in F[number] as K['name']]: ValueOf<K> };

export const str = <const N extends string>(name: N, label: string = name): StrField<N> => ({
  kind: 'str',
  name,
  label,
  role: 'text',
});
/** The key that a record is about. */
export const key = <const N extends string>(name: N, label: string = name): StrField<N> => ({
  kind: 'str',
  name,
  label,
  role: 'key',
});
/** A key that a record names besides its own. */
export const otherKey = <const N extends string>(name: N, label: string = name): StrField<N> => ({
  kind: 'str',
  name,
  label,
  role: 'other-key',
});
export const bytes = <const N extends string>(name: N): BytesField<N> => ({ kind: 'bytes', name });
export const i64 = <const N extends string>(
  name: N,
  meaning: I64Field['meaning'] = 'number',
  nonNegative: string | null = null,
): I64Field<N> => ({ kind: 'i64', name, nonNegative, meaning });
export const f64 = <const N extends string>(name: N): F64Field<N> => ({ kind: 'f64', name });
export const u32 = <const N extends string>(name: N): U32Field<N> => ({ kind: 'u32', name });
export const u8 = <const N extends string>(
  name: N,
  names: readonly string[] = [],
  refusal: string | null = null,
): U8Field<N> => ({ kind: 'u8', name, max: refusal === null ? null : names.length - 1, refusal, names });
export const flag = <const N extends string>(name: N): FlagField<N> => ({ kind: 'flag', name });
export const many = <const N extends string, const E extends readonly ElementField[]>(
  name: N,
  of: E,
  walkLabel: string | null,
  decodeLabel: string | null = walkLabel,
): ManyField<N, E> => ({ kind: 'many', name, of, walkLabel, decodeLabel });
export const vector = <const N extends string>(name: N): VectorField<N> => ({ kind: 'vector', name });
export const vectorSet = <const N extends string>(name: N): VectorSetField<N> => ({
  kind: 'vector-set',
  name,
});
