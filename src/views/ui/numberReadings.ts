/** The fixed-size numbers that a run of bytes may hold. */
export const NUMBER_TYPES = ['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'u64', 'i64', 'f32', 'f64'] as const;

export type NumberType = (typeof NUMBER_TYPES)[number];

export const NUMBER_WIDTH: Readonly<Record<NumberType, 1 | 2 | 4 | 8>> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  u64: 8,
  i64: 8,
  f32: 4,
  f64: 8,
};

export interface NumberReading {
  readonly type: NumberType;
  /** Exact: every digit of a 64-bit integer, the shortest digits that give the same float. */
  readonly text: string;
}

/** The bytes from the start of `bytes` as `type`, or null when there are too few. */
export function readNumber(bytes: Uint8Array, type: NumberType, littleEndian: boolean): string | null {
  if (bytes.length < NUMBER_WIDTH[type]) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (type) {
    case 'u8':
      return String(view.getUint8(0));
    case 'i8':
      return String(view.getInt8(0));
    case 'u16':
      return String(view.getUint16(0, littleEndian));
    case 'i16':
      return String(view.getInt16(0, littleEndian));
    case 'u32':
      return String(view.getUint32(0, littleEndian));
    case 'i32':
      return String(view.getInt32(0, littleEndian));
    case 'u64':
      return String(view.getBigUint64(0, littleEndian));
    case 'i64':
      return String(view.getBigInt64(0, littleEndian));
    case 'f32':
      return formatFloat32(view.getFloat32(0, littleEndian));
    case 'f64':
      return formatFloat64(view.getFloat64(0, littleEndian));
  }
}

/** Every reading that takes exactly all of `bytes`; none unless there are 1, 2, 4 or 8 of them. */
export function readAllNumbers(bytes: Uint8Array, littleEndian: boolean): readonly NumberReading[] {
  const readings: NumberReading[] = [];
  for (const type of NUMBER_TYPES) {
    if (NUMBER_WIDTH[type] !== bytes.length) continue;
    const text = readNumber(bytes, type, littleEndian);
    if (text !== null) readings.push({ type, text });
  }
  return readings;
}

const formatFloat64 = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

/** The shortest digits that read back as the same 32-bit float: 0.1, not 0.10000000149011612. */
function formatFloat32(value: number): string {
  if (!Number.isFinite(value) || value === 0) return formatFloat64(value);
  for (let digits = 1; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return String(shorter);
  }
  return String(Number(value.toPrecision(9)));
}
