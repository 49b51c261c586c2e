/*
 * Compiles a program of the size walk (`program`) into a WebAssembly function that takes many records at a stroke:
 * lengths, checksum, rules, the key and its hash. It takes what is plain to see: a known tag, lengths that stay
 * within the block, ASCII text, values in range, a checksum that holds. At anything else it stops, and the
 * interpreter (`walk`) decides; so it can be slower to take a record, but never take one differently.
 *
 * Memory: the checksum's tables, a column for each thing that is found out, the keys, then the block of the file.
 */
import {
  assert,
  call,
  type Expression,
  encodeWasmModule,
  f64,
  i32,
  i64,
  type Local,
  WasmFunction,
} from '../../base/index.ts';
import { CRC32_INIT, CRC32_TABLES } from '../bytes/crc32.ts';
import { emitCrc32 } from '../bytes/crc32Wasm.ts';
import { HASH_FACTOR, HASH_SHIFT } from '../bytes/hashBytes.ts';
import { MAX_COLLECTION_COUNT, MAX_FIELD_LENGTH, MAX_VECTOR_DIMENSION } from '../ember/limits.ts';
import { EXPIRY_NOT_NEGATIVE, EXPIRY_SECONDS, Op, type Program, STRIDE } from './program.ts';

/** Bytes of a block: it stays in the processor's cache between the copy, the walk and the checksum. */
export const BLOCK_BYTES = 128 << 10;
/** Records taken at a stroke. */
export const BATCH_RECORDS = 2048;
/** No key. */
export const NO_KEY_AT = -1;
/** Words are read past the end of a text, and then masked. */
const SLACK_BYTES = 16;
const PAGE_BYTES = 64 << 10;

const TABLES_AT = 0;
const EXPIRIES_AT = CRC32_TABLES.byteLength;
const columnAt = (column: number): number => EXPIRIES_AT + BATCH_RECORDS * (8 + column * 4);

/** Where things are in the module's memory. */
export const MEMORY = {
  tables: TABLES_AT,
  /** `f64` each. */
  expiries: EXPIRIES_AT,
  /** `u32` or `i32` each, and so are all that follow but the tags: these are bytes, as in the index. */
  ends: columnAt(0),
  tags: columnAt(1),
  keysAt: columnAt(2),
  keyLengths: columnAt(3),
  hashes: columnAt(4),
  /** The keys' bytes, each key from a word on and filled up with zeros. They need no more than the records do. */
  keys: columnAt(5),
  block: columnAt(5) + BLOCK_BYTES,
} as const;

const CRC_BYTES = 4;
/** The checksum's number in the module. */
const CRC32_FUNCTION = 0;
/** The sign bits of the four bytes of a word: none is set in ASCII. */
const NOT_ASCII = 0x8080_8080 | 0;

/**
 * `run(at, end)` takes records from `at` on and returns how many, with 2^31 added when it stopped because the next one
 * does not lie within the block. Positions are absolute in the module's memory.
 */
export function compileBatches(program: Program): Uint8Array<ArrayBuffer> {
  // What lies within a block keeps these limits, so that they need no test of their own.
  assert(BLOCK_BYTES < MAX_FIELD_LENGTH && BLOCK_BYTES < MAX_COLLECTION_COUNT, 'a block within the limits');
  const pages = Math.ceil((MEMORY.block + BLOCK_BYTES + SLACK_BYTES) / PAGE_BYTES);
  const run = new WasmFunction(2);
  new BatchCompiler(program, run).emit();
  return encodeWasmModule({ crc32: crc32Function(), run }, pages);
}

/** `crc32(state, from, to)` folds bytes of the module's memory into a running checksum. */
function crc32Function(): WasmFunction {
  const f = new WasmFunction(3);
  const [crc, at, end] = f.parameters as [Local, Local, Local];
  emitCrc32(f, crc, at, end.get, MEMORY.tables);
  f.return(crc.get);
  return f;
}

/** What the instructions that a log has are compiled to; records that need others are left to the interpreter. */
const COMPILED: ReadonlySet<number> = new Set([
  Op.end,
  Op.str,
  Op.key,
  Op.bytes,
  Op.count,
  Op.next,
  Op.vector,
  Op.nonNegative,
  Op.atMost,
  Op.expiry,
]);

class BatchCompiler {
  readonly #program: Program;
  readonly #f: WasmFunction;
  readonly #at: Local;
  readonly #end: Local;
  readonly #count: Local;
  readonly #position: Local;
  readonly #keyAt: Local;
  readonly #keyLength: Local;
  /** Where the next word of the key goes, and of the record's behind it; from the beginning of all keys. */
  readonly #keyEnd: Local;
  readonly #keysEnd: Local;
  readonly #hash: Local;
  readonly #expiry: Local;
  readonly #length: Local;
  readonly #text: Local;
  readonly #left: Local;
  readonly #word: Local;
  readonly #signs: Local;

  constructor(program: Program, f: WasmFunction) {
    this.#program = program;
    this.#f = f;
    [this.#at, this.#end] = f.parameters as [Local, Local];
    this.#count = f.local();
    this.#position = f.local();
    this.#keyAt = f.local();
    this.#keyLength = f.local();
    this.#keyEnd = f.local();
    this.#keysEnd = f.local();
    this.#hash = f.local();
    this.#expiry = f.local('f64');
    this.#length = f.local();
    this.#text = f.local();
    this.#left = f.local();
    this.#word = f.local();
    this.#signs = f.local();
  }

  emit(): void {
    const f = this.#f;
    f.block('short', () => {
      f.block('unusual', () => {
        f.loop('record', () => {
          f.branchIf(i32.geU(this.#count.get, i32.const(BATCH_RECORDS)), 'unusual');
          f.branchIf(i32.geU(this.#at.get, this.#end.get), 'short');
          this.#walk();
          this.#checksum();
          this.#note();
          f.branch('record');
        });
      });
      f.return(this.#count.get);
    });
    f.return(i32.or(this.#count.get, i32.const(1 << 31)));
  }

  /** Leaves `position` behind the fields of the record at `at`. */
  #walk(): void {
    const f = this.#f;
    f.set(this.#position, i32.add(this.#at.get, i32.const(1)));
    f.set(this.#keyAt, i32.const(NO_KEY_AT));
    f.set(this.#keyEnd, this.#keysEnd.get);
    f.set(this.#expiry, f64.const(Number.NaN));
    const tags = Array.from({ length: 256 }, (_, tag) => tag).filter((tag) => this.#isCompiled(tag));
    const labels = Array.from({ length: (tags.at(-1) ?? 0) + 1 }, (_, tag) =>
      tags.includes(tag) ? `tag ${tag}` : 'unusual',
    );
    // A block for each tag, one within the other: to branch out of a block is to arrive where its record's walk begins.
    const open = (index: number): void => {
      const tag = tags[index];
      if (tag === undefined) {
        f.branchTable(i32.load8(this.#at.get), labels, 'unusual');
        return;
      }
      f.block(`tag ${tag}`, () => open(index + 1));
      const entry = this.#program.entryOf[tag] as number;
      this.#sequence(entry, this.#endOf(entry));
      f.branch('walked');
    };
    f.block('walked', () => open(0));
  }

  #endOf(entry: number): number {
    const { code } = this.#program;
    let pc = entry;
    while (code[pc] !== Op.end) pc += STRIDE;
    return pc + STRIDE;
  }

  #isCompiled(tag: number): boolean {
    const entry = this.#program.entryOf[tag] as number;
    if (entry < 0) return false;
    for (let pc = entry; pc < this.#endOf(entry); pc += STRIDE) {
      if (!COMPILED.has(this.#program.code[pc] as number)) return false;
    }
    return true;
  }

  /** The instructions from `from` to `to`; an instruction that repeats others takes them with it. */
  #sequence(from: number, to: number): void {
    const { code } = this.#program;
    for (let pc = from; pc < to; ) {
      const target = code[pc + 3] as number;
      this.#skip(code[pc + 1] as number);
      this.#instruction(code[pc] as number, code[pc + 2] as number);
      if (code[pc] === Op.count) {
        this.#repeat(pc + STRIDE, target - STRIDE);
        pc = target;
      } else pc += STRIDE;
    }
  }

  /** The elements of a collection, whose count is in `length`. */
  #repeat(body: number, next: number): void {
    const f = this.#f;
    f.set(this.#left, this.#length.get);
    f.when(this.#left.get, () =>
      f.loop('element', () => {
        this.#sequence(body, next);
        this.#skip(this.#program.code[next + 1] as number);
        f.set(this.#left, i32.sub(this.#left.get, i32.const(1)));
        f.branchIf(this.#left.get, 'element');
      }),
    );
  }

  #instruction(op: number, argument: number): void {
    const f = this.#f;
    const at = this.#position.get;
    switch (op) {
      case Op.end:
        this.#need(0);
        break;
      case Op.bytes:
        this.#takeCount();
        this.#takeBytes(this.#length.get);
        break;
      case Op.str:
        this.#takeCount();
        f.set(this.#text, at);
        this.#takeBytes(this.#length.get);
        this.#ascii(false);
        break;
      case Op.key:
        this.#takeCount();
        f.set(this.#text, at);
        f.set(this.#keyAt, i32.shrU(this.#keysEnd.get, i32.const(2)));
        f.set(this.#keyEnd, this.#keysEnd.get);
        f.set(this.#keyLength, this.#length.get);
        this.#takeBytes(this.#length.get);
        this.#ascii(true);
        break;
      case Op.count:
        this.#takeCount();
        break;
      case Op.vector:
        this.#takeCount();
        f.branchIf(i32.gtU(this.#length.get, i32.const(MAX_VECTOR_DIMENSION)), 'unusual');
        this.#takeBytes(i32.shl(this.#length.get, i32.const(2)));
        break;
      case Op.nonNegative:
        this.#need(8);
        f.branchIf(i64.ltS(i64.load(at), i64.const(0)), 'unusual');
        this.#skip(8);
        break;
      case Op.expiry: {
        this.#need(8);
        if (argument & EXPIRY_NOT_NEGATIVE) f.branchIf(i64.ltS(i64.load(at), i64.const(0)), 'unusual');
        const value = i64.toF64(i64.load(at));
        f.set(this.#expiry, argument & EXPIRY_SECONDS ? f64.mul(value, f64.const(1000)) : value);
        this.#skip(8);
        break;
      }
      case Op.atMost:
        this.#need(1);
        f.branchIf(i32.gtU(i32.load8(at), i32.const(argument & 0xff)), 'unusual');
        this.#skip(1);
        break;
      default:
        throw new Error(`internal error: instruction ${op} is not compiled`);
    }
  }

  /** Stops unless so many bytes from `position` on lie within the block. */
  #need(bytes: number): void {
    const behind = i32.add(this.#position.get, i32.const(bytes));
    this.#f.branchIf(i32.gtU(behind, this.#end.get), 'short');
  }

  #skip(bytes: number): void {
    if (bytes > 0) this.#f.set(this.#position, i32.add(this.#position.get, i32.const(bytes)));
  }

  /** Reads a length or count. */
  #takeCount(): void {
    this.#need(4);
    this.#f.set(this.#length, i32.load(this.#position.get));
    this.#skip(4);
  }

  #takeBytes(length: Expression): void {
    const f = this.#f;
    f.branchIf(i32.gtU(length, i32.sub(this.#end.get, this.#position.get)), 'short');
    f.set(this.#position, i32.add(this.#position.get, length));
  }

  /** Stops unless the bytes from `text` to `position` are ASCII. A key is hashed as `hashBytes` does, and copied. */
  #ascii(isKey: boolean): void {
    const f = this.#f;
    const text = this.#text;
    const isWord = i32.geU(i32.sub(this.#position.get, text.get), i32.const(4));
    f.set(this.#signs, i32.const(0));
    if (isKey) f.set(this.#hash, this.#length.get);
    const take = (word: Expression): void => {
      f.set(this.#word, word);
      f.set(this.#signs, i32.or(this.#signs.get, this.#word.get));
      if (!isKey) return;
      f.store(this.#keyEnd.get, this.#word.get, MEMORY.keys);
      f.set(this.#keyEnd, i32.add(this.#keyEnd.get, i32.const(4)));
      f.set(this.#hash, i32.mul(i32.xor(this.#hash.get, this.#word.get), i32.const(HASH_FACTOR)));
      f.set(this.#hash, i32.xor(this.#hash.get, i32.shrU(this.#hash.get, i32.const(HASH_SHIFT))));
    };
    f.when(isWord, () =>
      f.loop('word', () => {
        take(i32.load(text.get));
        f.set(text, i32.add(text.get, i32.const(4)));
        f.branchIf(isWord, 'word');
      }),
    );
    f.when(i32.ne(text.get, this.#position.get), () => {
      const left = i32.shl(i32.sub(this.#position.get, text.get), i32.const(3));
      const mask = i32.sub(i32.shl(i32.const(1), left), i32.const(1));
      take(i32.and(i32.load(text.get), mask));
    });
    f.branchIf(i32.and(this.#signs.get, i32.const(NOT_ASCII)), 'unusual');
  }

  /** Stops unless the checksum behind the fields matches them. */
  #checksum(): void {
    const f = this.#f;
    this.#need(CRC_BYTES);
    // A function of its own: within this one the checksum's loop would run out of registers.
    const state = call(CRC32_FUNCTION, i32.const(CRC32_INIT), this.#at.get, this.#position.get);
    const stored = i32.load(this.#position.get);
    f.branchIf(i32.ne(i32.xor(state, i32.const(-1)), stored), 'unusual');
  }

  /** Notes the record in the columns, and goes on behind it. */
  #note(): void {
    const f = this.#f;
    const word = i32.shl(this.#count.get, i32.const(2));
    f.storeF64(i32.shl(this.#count.get, i32.const(3)), this.#expiry.get, MEMORY.expiries);
    f.store8(this.#count.get, i32.load8(this.#at.get), MEMORY.tags);
    f.store(word, this.#keyAt.get, MEMORY.keysAt);
    f.set(this.#keysEnd, this.#keyEnd.get);
    f.store(word, this.#keyLength.get, MEMORY.keyLengths);
    f.store(word, this.#hash.get, MEMORY.hashes);
    f.set(this.#at, i32.add(this.#position.get, i32.const(CRC_BYTES)));
    f.store(word, this.#at.get, MEMORY.ends);
    f.set(this.#count, i32.add(this.#count.get, i32.const(1)));
  }
}
