/*
 * The size walk: finds where a record ends by reading its lengths and counts, and checks what ember's reader checks
 * on the way. It is the hot path of the scan: no allocation, no exception, every number read is checked before use.
 *
 * The caller owns the window. Positions are relative to its first byte; when the walk needs bytes past its end it
 * says so, and the caller moves the window, calls `rebase`, and goes on with the same walk.
 */
import { readI64AsNumber as i64, readU32 as u32 } from '../bytes/cursor.ts';
import { UTF8_ACCEPT, UTF8_REJECT, utf8Update } from '../bytes/utf8.ts';
import {
  MAX_COLLECTION_COUNT,
  MAX_FIELD_LENGTH,
  MAX_VECTOR_COUNT,
  MAX_VECTOR_DIMENSION,
  MAX_VECTOR_TOTAL,
} from '../ember/limits.ts';
import {
  EXPIRY_NOT_NEGATIVE,
  EXPIRY_SECONDS,
  expiryName,
  type FieldName,
  Op,
  type Program,
  STRIDE,
} from './program.ts';

/** How a walk stands. */
export const WalkStatus = {
  /** The record's fields end at `position`. */
  done: 0,
  /** Bytes from `position` on are needed that the window doesn't hold but the file does. */
  more: 1,
  /** The file ends first. `stop…` tell which field leads past it. */
  torn: 2,
  /** A length or count that the format forbids. `stop…` tell which. */
  stopped: 3,
} as const;
export type WalkStatus = (typeof WalkStatus)[keyof typeof WalkStatus];

/** Why a walk stopped. */
export const StopReason = {
  none: 0,
  fieldLength: 1,
  count: 2,
  dimension: 3,
  vectorCount: 4,
  vectorTotal: 5,
  unknownType: 6,
} as const;
export type StopReason = (typeof StopReason)[keyof typeof StopReason];

/** Which rule a field's content breaks. */
export const BodyProblem = { none: 0, utf8: 1, negative: 2, outOfRange: 3 } as const;
export type BodyProblem = (typeof BodyProblem)[keyof typeof BodyProblem];

const NO_NAME: FieldName = { field: '', label: '', decodeLabel: '' };

export class RecordWalker {
  readonly #program: Program;
  /** Whether counts and dimensions are limited (ember 0.4.4 and later). The 512 MiB field limit always is. */
  readonly #limits: boolean;

  /** Relative to the window. After `done`, where the fields end. */
  position = 0;
  /** The key's first byte, relative; −1 when no key was met. May lie before the window once that has moved. */
  keyAt = -1;
  keyLength = 0;
  /** The type byte that a dispatch met; −1 before. */
  type = -1;
  /** When the key expires, in ms (Unix ms for an absolute time, −1 for never); NaN where no field says so. */
  expiry = Number.NaN;

  stopReason: StopReason = StopReason.none;
  /** Where the length or count that stopped the walk (or led past the end) stands, relative. */
  stopAt = 0;
  stopValue = 0;
  /** Where a field that leads past the end of the file would end, relative. */
  stopEnd = 0;
  /** For `vectorTotal`: the dimension that goes with the count. */
  stopDimension = 0;
  #stopName = -1;

  /** The first rule broken by a field other than the key. */
  bodyProblem: BodyProblem = BodyProblem.none;
  bodyAt = 0;
  bodyValue = 0;
  #bodyName = -1;
  /** The key is not valid UTF-8. */
  keyIsBad = false;
  #keyName = -1;

  #pc = 0;
  #left = 0;
  #dimension = 0;
  /** Bytes of a string still to come, when the walk paused inside one. */
  #stringLeft = 0;
  #utf8 = UTF8_ACCEPT;
  #inString = false;
  /** Where that string's length stands, relative. */
  #stringAt = 0;

  constructor(program: Program, limits = true) {
    this.#program = program;
    this.#limits = limits;
  }

  /** Begins a walk of the fields at `position` with the instructions at `entry`. */
  start(entry: number, position: number): void {
    this.#pc = entry;
    this.position = position;
    this.keyAt = -1;
    this.keyLength = 0;
    this.type = -1;
    this.expiry = Number.NaN;
    this.stopReason = StopReason.none;
    this.stopAt = 0;
    this.stopValue = 0;
    this.#stopName = -1;
    this.bodyProblem = BodyProblem.none;
    this.#bodyName = -1;
    this.keyIsBad = false;
    this.#keyName = -1;
    this.#inString = false;
  }

  /** The window's first byte moved by `by` (positive: towards the file's end). */
  rebase(by: number): void {
    this.position -= by;
    this.keyAt -= by;
    this.stopAt -= by;
    this.stopEnd -= by;
    this.bodyAt -= by;
    this.#stringAt -= by;
  }

  /** Whether a key was met. `keyAt` tells it only as long as the window has not moved. */
  get hasKey(): boolean {
    return this.#keyName >= 0;
  }
  get stopName(): FieldName {
    return this.#program.names[this.#stopName] ?? NO_NAME;
  }
  get bodyName(): FieldName {
    return this.#program.names[this.#bodyName] ?? NO_NAME;
  }
  get keyName(): FieldName {
    return this.#program.names[this.#keyName] ?? NO_NAME;
  }

  /**
   * Goes on until the record ends or something stops the walk.
   * @param bytes the window
   * @param end how many bytes of it count
   * @param fileEnd the file's end, relative to the window; may lie far behind `end`
   */
  run(bytes: Uint8Array, end: number, fileEnd: number): WalkStatus {
    if (this.#inString && !this.#continueString(bytes, end)) return WalkStatus.more;
    const code = this.#program.code;
    let pc = this.#pc;
    let position = this.position;
    for (;;) {
      const at = position + (code[pc + 1] as number);
      switch (code[pc]) {
        case Op.end:
          this.position = at;
          return at > fileEnd ? this.#torn(pc, position) : WalkStatus.done;
        case Op.key:
        case Op.str: {
          if (at + 4 > end) return this.#short(pc, position, at + 4 > fileEnd);
          const length = u32(bytes, at);
          if (length > MAX_FIELD_LENGTH) return this.#stop(pc, position, StopReason.fieldLength, at, length);
          const from = at + 4;
          const to = from + length;
          if (to > fileEnd) return this.#leadsPastEnd(pc, position, StopReason.fieldLength, at, length, to);
          if (code[pc] === Op.key) {
            this.keyAt = from;
            this.keyLength = length;
            this.#keyName = code[pc + 2] as number;
          }
          if (to > end) {
            this.#pc = pc;
            this.position = from;
            this.#inString = true;
            this.#stringLeft = length;
            this.#utf8 = UTF8_ACCEPT;
            this.#stringAt = at;
            if (!this.#continueString(bytes, end)) return WalkStatus.more;
            pc = this.#pc;
            position = this.position;
            break;
          }
          if (utf8Update(UTF8_ACCEPT, bytes, from, to) !== UTF8_ACCEPT) this.#badString(pc, at);
          position = to;
          pc += STRIDE;
          break;
        }
        case Op.bytes: {
          if (at + 4 > end) return this.#short(pc, position, at + 4 > fileEnd);
          const length = u32(bytes, at);
          if (length > MAX_FIELD_LENGTH) return this.#stop(pc, position, StopReason.fieldLength, at, length);
          const to = at + 4 + length;
          if (to > fileEnd) return this.#leadsPastEnd(pc, position, StopReason.fieldLength, at, length, to);
          position = to;
          pc += STRIDE;
          break;
        }
        case Op.count: {
          if (at + 4 > end) return this.#short(pc, position, at + 4 > fileEnd);
          const count = u32(bytes, at);
          if (count > MAX_COLLECTION_COUNT && this.#limits)
            return this.#stop(pc, position, StopReason.count, at, count);
          // Remembered, so that a walk that then runs off the end can name the count as well.
          this.stopAt = at;
          this.stopValue = count;
          this.#stopName = code[pc + 2] as number;
          this.#left = count;
          position = at + 4;
          pc = count === 0 ? (code[pc + 3] as number) : pc + STRIDE;
          break;
        }
        case Op.next:
          // Elements of fixed size only show here that they run off the end.
          if (at > fileEnd) return this.#torn(pc, position);
          position = at;
          pc = --this.#left > 0 ? (code[pc + 3] as number) : pc + STRIDE;
          break;
        case Op.vector: {
          if (at + 4 > end) return this.#short(pc, position, at + 4 > fileEnd);
          const dimension = u32(bytes, at);
          if (dimension > MAX_VECTOR_DIMENSION && this.#limits) {
            return this.#stop(pc, position, StopReason.dimension, at, dimension);
          }
          const to = at + 4 + dimension * 4;
          if (to > fileEnd) return this.#leadsPastEnd(pc, position, StopReason.dimension, at, dimension, to);
          position = to;
          pc += STRIDE;
          break;
        }
        case Op.nonNegative:
          if (at + 8 > end) return this.#short(pc, position, at + 8 > fileEnd);
          if ((bytes[at + 7] as number) & 0x80) {
            this.#badBody(code[pc + 2] as number, BodyProblem.negative, at, 0);
          }
          position = at + 8;
          pc += STRIDE;
          break;
        case Op.expiry: {
          if (at + 8 > end) return this.#short(pc, position, at + 8 > fileEnd);
          const argument = code[pc + 2] as number;
          const value = i64(bytes, at);
          this.expiry = argument & EXPIRY_SECONDS ? value * 1000 : value;
          if (value < 0 && argument & EXPIRY_NOT_NEGATIVE) {
            this.#badBody(expiryName(argument), BodyProblem.negative, at, 0);
          }
          position = at + 8;
          pc += STRIDE;
          break;
        }
        case Op.atMost: {
          if (at + 1 > end) return this.#short(pc, position, at + 1 > fileEnd);
          const value = bytes[at] as number;
          const argument = code[pc + 2] as number;
          if (value > (argument & 0xff) && this.bodyProblem === BodyProblem.none) {
            this.bodyProblem = BodyProblem.outOfRange;
            this.bodyAt = at;
            this.bodyValue = value;
            this.#bodyName = argument >> 8;
          }
          position = at + 1;
          pc += STRIDE;
          break;
        }
        case Op.setDimension: {
          if (at + 4 > end) return this.#short(pc, position, at + 4 > fileEnd);
          const dimension = u32(bytes, at);
          if (dimension > MAX_VECTOR_DIMENSION && this.#limits) {
            return this.#stop(pc, position, StopReason.dimension, at, dimension);
          }
          this.#dimension = dimension;
          position = at + 4;
          pc += STRIDE;
          break;
        }
        case Op.setCount: {
          if (at + 4 > end) return this.#short(pc, position, at + 4 > fileEnd);
          const count = u32(bytes, at);
          if (this.#limits && count > MAX_VECTOR_COUNT) {
            return this.#stop(pc, position, StopReason.vectorCount, at, count);
          }
          if (this.#limits && count * this.#dimension > MAX_VECTOR_TOTAL) {
            this.stopDimension = this.#dimension;
            return this.#stop(pc, position, StopReason.vectorTotal, at, count);
          }
          this.stopAt = at;
          this.stopValue = count;
          this.#stopName = code[pc + 2] as number;
          this.#left = count;
          position = at + 4;
          pc = count === 0 ? (code[pc + 3] as number) : pc + STRIDE;
          break;
        }
        case Op.setVector:
          position = at + this.#dimension * 4;
          if (position > fileEnd) return this.#torn(pc, at);
          pc += STRIDE;
          break;
        case Op.dispatch: {
          if (at + 1 > end) return this.#short(pc, position, at + 1 > fileEnd);
          const type = bytes[at] as number;
          this.type = type;
          const entry = this.#program.entryOf[type] as number;
          if (entry < 0) return this.#stop(pc, position, StopReason.unknownType, at, type);
          position = at + 1;
          pc = entry;
          break;
        }
        default:
          return WalkStatus.stopped;
      }
    }
  }

  /** @returns false while bytes of the string are still missing */
  #continueString(bytes: Uint8Array, end: number): boolean {
    const to = Math.min(end, this.position + this.#stringLeft);
    if (to > this.position) {
      this.#utf8 = utf8Update(this.#utf8, bytes, this.position, to);
      this.#stringLeft -= to - this.position;
      this.position = to;
    }
    if (this.#stringLeft > 0 && this.#utf8 !== UTF8_REJECT) return false;
    // Text that is broken already need not be read to its end: over noise, lengths of megabytes are read by chance.
    this.position += this.#stringLeft;
    this.#stringLeft = 0;
    this.#inString = false;
    if (this.#utf8 !== UTF8_ACCEPT) this.#badString(this.#pc, this.#stringAt);
    this.#pc += STRIDE;
    return true;
  }

  #badString(pc: number, at: number): void {
    const code = this.#program.code;
    if (code[pc] === Op.key) this.keyIsBad = true;
    else this.#badBody(code[pc + 2] as number, BodyProblem.utf8, at, 0);
  }

  #badBody(name: number, problem: BodyProblem, at: number, value: number): void {
    if (this.bodyProblem !== BodyProblem.none) return;
    this.bodyProblem = problem;
    this.bodyAt = at;
    this.bodyValue = value;
    this.#bodyName = name;
  }

  #short(pc: number, position: number, torn: boolean): WalkStatus {
    if (torn) return this.#torn(pc, position);
    this.#pc = pc;
    this.position = position;
    return WalkStatus.more;
  }

  #torn(pc: number, position: number): WalkStatus {
    this.#pc = pc;
    this.position = position;
    return WalkStatus.torn;
  }

  #leadsPastEnd(
    pc: number,
    position: number,
    reason: StopReason,
    at: number,
    value: number,
    to: number,
  ): WalkStatus {
    this.stopAt = at;
    this.stopValue = value;
    this.stopEnd = to;
    this.#stopName = this.#program.code[pc + 2] as number;
    this.stopReason = reason;
    return this.#torn(pc, position);
  }

  #stop(pc: number, position: number, reason: StopReason, at: number, value: number): WalkStatus {
    this.#pc = pc;
    this.position = position;
    this.stopReason = reason;
    this.stopAt = at;
    this.stopValue = value;
    this.#stopName = this.#program.code[pc + 2] as number;
    return WalkStatus.stopped;
  }
}
