import { createHash, hash } from 'node:crypto';
import type { Sha256 } from '../src/repair/index.ts';

/** Node's own SHA-256. */
export const NODE_SHA256: Sha256 = {
  create: () => createHash('sha256'),
  hex: (bytes) => hash('sha256', bytes, 'hex'),
};
