/** A seeded source of randomness for tests, samples and benchmarks: the same seed, the same sequence. */
export interface Random {
  /** A whole number, 0 … 2^32 − 1. */
  u32(): number;
  /** A whole number, 0 … `below` − 1. `below` is 1 … 2^32. */
  below(below: number): number;
  /** A number, 0 ≤ n < 1. */
  unit(): number;
  /** Fills `bytes` and returns it. */
  fill(bytes: Uint8Array): Uint8Array;
}

/** xoshiro128** by Blackman and Vigna, its state filled from `seed` by splitmix32. Not for secrets. */
export function seededRandom(seed: number): Random {
  let split = seed >>> 0;
  const next = (): number => {
    split = (split + 0x9e3779b9) >>> 0;
    let z = split;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  let a = next();
  let b = next();
  let c = next();
  let d = next();
  const u32 = (): number => {
    const scaled = Math.imul(b, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const unit = (): number => u32() / 2 ** 32;
  return {
    u32,
    unit,
    below: (below) => Math.floor(unit() * below),
    fill: (bytes) => {
      for (let i = 0; i < bytes.length; i++) bytes[i] = u32() & 0xff;
      return bytes;
    },
  };
}
