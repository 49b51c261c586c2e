/*
 * Assembles a WebAssembly module of one memory and a few functions. Code reads like its text format: an expression is
 * what the functions below return, nested as it is evaluated; statements are methods, and blocks have names.
 */

/** The bytes of an expression that leaves one value on the stack. */
export type Expression = readonly number[];
export type ValueType = 'i32' | 'i64' | 'f64';

const VALUE_TYPES: Readonly<Record<ValueType, number>> = { i32: 0x7f, i64: 0x7e, f64: 0x7c };
const EMPTY = 0x40;

const unsigned = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value >>> 0;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
};

const signed = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value | 0;
  for (; rest < -64 || rest > 63; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest & 0x7f];
};

const binary =
  (opcode: number) =>
  (left: Expression, right: Expression): Expression => [...left, ...right, opcode];
const unary =
  (opcode: number) =>
  (operand: Expression): Expression => [...operand, opcode];
/** Loads may be unaligned: what is read are fields of records. */
const load =
  (opcode: number) =>
  (address: Expression, offset = 0): Expression => [...address, opcode, 0, ...unsigned(offset)];

export const i32 = {
  const: (value: number): Expression => [0x41, ...signed(value)],
  load: load(0x28),
  load8: load(0x2d),
  eqz: unary(0x45),
  eq: binary(0x46),
  ne: binary(0x47),
  ltU: binary(0x49),
  gtU: binary(0x4b),
  geU: binary(0x4f),
  add: binary(0x6a),
  sub: binary(0x6b),
  mul: binary(0x6c),
  and: binary(0x71),
  or: binary(0x72),
  xor: binary(0x73),
  shl: binary(0x74),
  shrU: binary(0x76),
} as const;

export const i64 = {
  load: load(0x29),
  ltS: binary(0x53),
  const: (value: number): Expression => [0x42, ...signed(value)],
  toF64: unary(0xb9),
} as const;

const littleEndian = (value: number): number[] => [...new Uint8Array(new Float64Array([value]).buffer)];

export const f64 = {
  const: (value: number): Expression => [0x44, ...littleEndian(value)],
  mul: binary(0xa2),
} as const;

/** Calls the function with that number in its module. */
export const call = (index: number, ...operands: readonly Expression[]): Expression => [
  ...operands.flat(),
  0x10,
  ...unsigned(index),
];

/** A local variable. */
export interface Local {
  readonly index: number;
  readonly get: Expression;
}

/** Writes the body of one function. Parameters and results are `i32`. */
export class WasmFunction {
  readonly parameters: readonly Local[];
  readonly #code: number[] = [];
  readonly #locals: ValueType[] = [];
  /** The blocks around, innermost last. */
  readonly #labels: string[] = [];

  constructor(parameters: number) {
    this.parameters = Array.from({ length: parameters }, (_, index) => localOf(index));
  }

  local(type: ValueType = 'i32'): Local {
    return localOf(this.parameters.length + this.#locals.push(type) - 1);
  }

  set({ index }: Local, value: Expression): void {
    this.#code.push(...value, 0x21, ...unsigned(index));
  }

  store(address: Expression, value: Expression, offset: number): void {
    this.#code.push(...address, ...value, 0x36, 0, ...unsigned(offset));
  }
  store8(address: Expression, value: Expression, offset: number): void {
    this.#code.push(...address, ...value, 0x3a, 0, ...unsigned(offset));
  }
  storeF64(address: Expression, value: Expression, offset: number): void {
    this.#code.push(...address, ...value, 0x39, 0, ...unsigned(offset));
  }

  /** A branch to `label` leaves the block. */
  block(label: string, body: () => void): void {
    this.#nest(label, [0x02, EMPTY], body);
  }
  /** A branch to `label` begins anew; without one the loop ends. */
  loop(label: string, body: () => void): void {
    this.#nest(label, [0x03, EMPTY], body);
  }
  when(condition: Expression, body: () => void): void {
    this.#nest('', [...condition, 0x04, EMPTY], body);
  }

  branch(label: string): void {
    this.#code.push(0x0c, this.#depth(label));
  }
  branchIf(condition: Expression, label: string): void {
    this.#code.push(...condition, 0x0d, this.#depth(label));
  }
  /** Branches to the label that stands at `value`; to `otherwise` past the last one. */
  branchTable(value: Expression, labels: readonly string[], otherwise: string): void {
    const depths = labels.map((label) => this.#depth(label));
    this.#code.push(...value, 0x0e, ...unsigned(depths.length), ...depths, this.#depth(otherwise));
  }
  return(value: Expression): void {
    this.#code.push(...value, 0x0f);
  }

  /** The function as it stands in a module. */
  encode(): number[] {
    const locals = this.#locals.flatMap((type) => [1, VALUE_TYPES[type]]);
    return sized([...unsigned(this.#locals.length), ...locals, ...this.#code, 0x0b]);
  }

  #nest(label: string, opening: readonly number[], body: () => void): void {
    this.#code.push(...opening);
    this.#labels.push(label);
    body();
    this.#labels.pop();
    this.#code.push(0x0b);
  }

  #depth(label: string): number {
    return this.#labels.length - 1 - this.#labels.lastIndexOf(label);
  }
}

const localOf = (index: number): Local => ({ index, get: [0x20, ...unsigned(index)] });

const sized = (bytes: readonly number[]): number[] => [...unsigned(bytes.length), ...bytes];
const list = (items: readonly (readonly number[])[]): number[] => [
  ...unsigned(items.length),
  ...items.flat(),
];
const section = (id: number, items: readonly (readonly number[])[]): number[] => [id, ...sized(list(items))];
const name = (text: string): number[] => sized(Array.from(text, (character) => character.charCodeAt(0)));

/** The bytes of a module that exports its functions by name, and its memory as "memory". */
export function encodeWasmModule(
  functions: Readonly<Record<string, WasmFunction>>,
  memoryPages: number,
  mostPages: number = memoryPages,
): Uint8Array<ArrayBuffer> {
  const all = Object.values(functions);
  const types = all.map(({ parameters }) => [
    0x60,
    ...list(parameters.map(() => [VALUE_TYPES.i32])),
    ...list([[VALUE_TYPES.i32]]),
  ]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, types),
    ...section(
      3,
      all.map((_, index) => unsigned(index)),
    ),
    ...section(5, [[0x01, ...unsigned(memoryPages), ...unsigned(mostPages)]]),
    ...section(7, [
      [...name('memory'), 0x02, 0x00],
      ...Object.keys(functions).map((key, index) => [...name(key), 0x00, ...unsigned(index)]),
    ]),
    ...section(
      10,
      all.map((each) => each.encode()),
    ),
  ]);
}
