/* Compiles a field list into a reader and a writer. Once, at load; records are then read and written by closures. */
import { assertNever } from '../../base/index.ts';
import type { ByteCursor } from '../bytes/cursor.ts';
import type { ByteSink } from '../bytes/sink.ts';
import type { ElementField, Field, ValuesOf, VectorSet } from './fields.ts';

type Values = Record<string, unknown>;
type ReadField = (from: ByteCursor) => unknown;
type WriteField = (to: ByteSink, value: unknown) => void;

/** Reads and writes the fields of one record type. */
export interface Codec<F extends readonly Field[]> {
  /**
   * The bytes must have passed the size walk. Text and bytes are borrowed from the cursor.
   * @param into what gets the values
   */
  readonly read: (from: ByteCursor, into?: Values) => ValuesOf<F>;
  readonly write: (to: ByteSink, values: ValuesOf<F>) => void;
}

function readField(field: Field): ReadField {
  switch (field.kind) {
    case 'str':
    case 'bytes':
      return (from) => from.lengthPrefixed();
    case 'i64':
      return (from) => from.i64();
    case 'f64':
      return (from) => from.u64();
    case 'u32':
      return (from) => from.u32();
    case 'u8':
    case 'flag':
      return (from) => from.u8();
    case 'vector':
      return (from) => readFloats(from, from.u32());
    case 'many': {
      const elements = field.of.map((element) => [element.name, readField(element)] as const);
      const only = elements.length === 1 ? elements[0]?.[1] : undefined;
      const readElement =
        only ??
        ((from: ByteCursor) => Object.fromEntries(elements.map(([name, read]) => [name, read(from)])));
      return (from) => {
        const values: unknown[] = [];
        for (let left = from.u32(); left > 0; left--) values.push(readElement(from));
        return values;
      };
    }
    case 'vector-set':
      return (from): VectorSet => {
        const dim = from.u32();
        const elements: { name: Uint8Array; vector: Uint32Array }[] = [];
        for (let left = from.u32(); left > 0; left--) {
          elements.push({ name: from.lengthPrefixed(), vector: readFloats(from, dim) });
        }
        return { dim, elements };
      };
    default:
      return assertNever(field);
  }
}

function writeField(field: Field): WriteField {
  switch (field.kind) {
    case 'str':
    case 'bytes':
      return (to, value) => void to.lengthPrefixed(value as Uint8Array);
    case 'i64':
      return (to, value) => void to.i64(value as bigint);
    case 'f64':
      return (to, value) => void to.u64(value as bigint);
    case 'u32':
      return (to, value) => void to.u32(value as number);
    case 'u8':
    case 'flag':
      return (to, value) => void to.u8(value as number);
    case 'vector':
      return (to, value) => {
        to.u32((value as Uint32Array).length);
        writeFloats(to, value as Uint32Array);
      };
    case 'many': {
      const writeElement = elementWriter(field.of);
      return (to, value) => {
        const values = value as readonly unknown[];
        to.u32(values.length);
        for (const element of values) writeElement(to, element);
      };
    }
    case 'vector-set':
      return (to, value) => {
        const set = value as VectorSet;
        to.u32(set.dim).u32(set.elements.length);
        for (const element of set.elements) {
          to.lengthPrefixed(element.name);
          writeFloats(to, element.vector);
        }
      };
    default:
      return assertNever(field);
  }
}

function elementWriter(of: readonly ElementField[]): WriteField {
  const writers = of.map((element) => [element.name, writeField(element)] as const);
  const only = writers.length === 1 ? writers[0]?.[1] : undefined;
  return (
    only ??
    ((to, value) => {
      for (const [name, write] of writers) write(to, (value as Values)[name]);
    })
  );
}

function readFloats(from: ByteCursor, count: number): Uint32Array {
  const bits = new Uint32Array(count);
  for (let i = 0; i < count; i++) bits[i] = from.u32();
  return bits;
}

function writeFloats(to: ByteSink, bits: Uint32Array): void {
  for (const each of bits) to.u32(each);
}

/** Compiles `fields`. */
export function compileCodec<const F extends readonly Field[]>(fields: F): Codec<F> {
  const readers = fields.map((field) => [field.name, readField(field)] as const);
  const writers = fields.map((field) => [field.name, writeField(field)] as const);
  return {
    read: (from, into = {}) => {
      for (const [name, read] of readers) into[name] = read(from);
      return into as ValuesOf<F>;
    },
    write: (to, values) => {
      for (const [name, write] of writers) write(to, (values as Values)[name]);
    },
  };
}
