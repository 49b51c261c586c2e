/* Floats are kept as bits; these read them as numbers and back. */

const view = new DataView(new ArrayBuffer(8));

/** The number that 64 bits stand for. */
export function f64FromBits(bits: bigint): number {
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

/** The bits of a number; every NaN becomes the canonical one. */
export function f64ToBits(value: number): bigint {
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}

/** The number that 32 bits stand for, widened. */
export function f32FromBits(bits: number): number {
  view.setUint32(0, bits);
  return view.getFloat32(0);
}

/** The bits of a number rounded to 32-bit; every NaN becomes the canonical one. */
export function f32ToBits(value: number): number {
  view.setFloat32(0, value);
  return view.getUint32(0);
}

/** A float for JSON, which has no NaN and no infinities: those become "NaN", "Infinity", "-Infinity". */
export const floatForJson = (value: number): number | string =>
  Number.isFinite(value) ? value : String(value);
