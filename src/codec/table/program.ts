/*
 * Compiles field lists into one flat program for the size walk. An instruction is four integers: operation, bytes
 * to skip before it reads, an argument, a jump target. A walk over such a program allocates nothing and can stop
 * and go on at any instruction, so the same code serves a record that lies in one window and one of gigabytes.
 */
import { assertNever } from '../../base/index.ts';
import type { Field, I64Field } from './fields.ts';

/** The operations. Numbers, so that the walk's `switch` becomes a jump table. */
export const Op = {
  end: 0,
  /** `u32` length, UTF-8 bytes. */
  str: 1,
  /** The same, and this is the record's key. */
  key: 2,
  /** `u32` length, any bytes. */
  bytes: 3,
  /** `u32` count of elements; jumps to the target when it is 0. */
  count: 4,
  /** End of an element; jumps back to the target while elements are left. */
  next: 5,
  /** `u32` dimension, that many `f32`. */
  vector: 6,
  /** `i64` that must not be negative. */
  nonNegative: 7,
  /** `u8` that must not exceed argument's low byte. */
  atMost: 8,
  /** `u32` dimension of a vector set. */
  setDimension: 9,
  /** `u32` count of a vector set's elements; jumps to the target when it is 0. */
  setCount: 10,
  /** Skips one vector of the set's dimension. */
  setVector: 11,
  /** `u8` type; goes on at that type's program. */
  dispatch: 12,
  /** `i64` that says when the key expires. The argument's low bits are {@link EXPIRY_SECONDS} and the like. */
  expiry: 13,
} as const;

/** Low bits of an expiry's argument: it counts seconds; it must not be negative. */
export const EXPIRY_SECONDS = 1;
export const EXPIRY_NOT_NEGATIVE = 2;
const EXPIRY_BITS = 2;

/** Integers an instruction takes. */
export const STRIDE = 4;

/** A compiled set of programs, sharing one array of instructions and one list of names for messages. */
export interface Program {
  readonly code: Int32Array;
  /** Names of fields and labels, by the index that instructions carry. */
  readonly names: readonly FieldName[];
  /** Where each tag's program begins in `code`; −1 for a tag that has none. 256 entries. */
  readonly entryOf: Int32Array;
}

/** What messages call a field. */
export interface FieldName {
  /** The field in our table: "value", "members", "members[].score". */
  readonly field: string;
  /** The word of ember's reader in its own message, or the whole message where it varies. */
  readonly label: string;
  /** The encrypted decoder's word where it differs. */
  readonly decodeLabel: string;
}

/** The index of the name in an expiry's argument. */
export const expiryName = (argument: number): number => argument >> EXPIRY_BITS;

const isExpiry = ({ meaning }: I64Field): boolean =>
  meaning === 'ttl-ms' || meaning === 'ttl-s' || meaning === 'unix-ms';

/** Builds a {@link Program}. Used once, at load. */
export class ProgramBuilder {
  readonly #code: number[] = [];
  readonly #names: FieldName[] = [];
  readonly #entryOf = new Int32Array(256).fill(-1);
  /** Fixed-size fields not yet skipped: they become the next instruction's skip. */
  #pending = 0;

  /** Where the next instruction will be. */
  get here(): number {
    return this.#code.length;
  }

  setEntry(tag: number, at: number): void {
    this.#entryOf[tag] = at;
  }

  name(field: string, label: string, decodeLabel: string = label): number {
    return this.#names.push({ field, label, decodeLabel }) - 1;
  }

  emit(op: number, arg = 0, target = -1): number {
    const at = this.#code.push(op, this.#pending, arg, target) - STRIDE;
    this.#pending = 0;
    return at;
  }

  patchTarget(instruction: number, target: number): void {
    this.#code[instruction + 3] = target;
  }

  skip(bytes: number): void {
    this.#pending += bytes;
  }

  fields(fields: readonly Field[]): void {
    for (const field of fields) this.#field(field);
  }

  #field(field: Field): void {
    switch (field.kind) {
      case 'str':
        this.emit(field.role === 'key' ? Op.key : Op.str, this.name(field.name, field.label));
        return;
      case 'bytes':
        this.emit(Op.bytes, this.name(field.name, field.name));
        return;
      case 'f64':
        this.skip(8);
        return;
      case 'u32':
        this.skip(4);
        return;
      case 'flag':
        this.skip(1);
        return;
      case 'i64':
        if (isExpiry(field)) this.#expiry(field);
        else if (field.nonNegative === null) this.skip(8);
        else this.emit(Op.nonNegative, this.name(field.name, field.nonNegative));
        return;
      case 'u8':
        if (field.max === null) this.skip(1);
        else this.emit(Op.atMost, (this.name(field.name, field.refusal ?? field.name) << 8) | field.max);
        return;
      case 'vector':
        this.emit(Op.vector, this.name(field.name, 'AOF VADD dimension'));
        return;
      case 'many': {
        const label = field.walkLabel ?? field.decodeLabel ?? field.name;
        const count = this.emit(Op.count, this.name(field.name, label, field.decodeLabel ?? label));
        const body = this.here;
        for (const element of field.of) {
          this.#field({ ...element, name: `${field.name}[].${element.name}` });
        }
        this.emit(Op.next, 0, body);
        this.patchTarget(count, this.here);
        return;
      }
      case 'vector-set': {
        this.emit(Op.setDimension, this.name(`${field.name}.dim`, 'vector dimension'));
        const count = this.emit(Op.setCount, this.name(`${field.name}.count`, 'vector element count'));
        const body = this.here;
        this.emit(Op.str, this.name(`${field.name}[].name`, 'vector element name'));
        this.emit(Op.setVector);
        this.emit(Op.next, 0, body);
        this.patchTarget(count, this.here);
        return;
      }
      default:
        assertNever(field);
    }
  }

  #expiry({ name, meaning, nonNegative }: I64Field): void {
    const unit = meaning === 'ttl-s' ? EXPIRY_SECONDS : 0;
    const rule = nonNegative === null ? 0 : EXPIRY_NOT_NEGATIVE;
    this.emit(Op.expiry, (this.name(name, nonNegative ?? name) << EXPIRY_BITS) | unit | rule);
  }

  build(): Program {
    return { code: Int32Array.from(this.#code), names: this.#names, entryOf: this.#entryOf };
  }
}
