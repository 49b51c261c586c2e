import { encodeUtf8, writeAofHeader, writeRecord } from '../../src/codec/index.ts';

/** A log of many of the smallest records, each a DEL, of ten keys in turn: k0, k1 … k9. */
export function tinyRecords(count: number): { readonly bytes: Buffer; readonly each: number } {
  const ten = Array.from({ length: 10 }, (_, i) => writeRecord({ type: 'DEL', key: encodeUtf8(`k${i}`) }));
  const each = ten[0]?.length ?? 0;
  const header = writeAofHeader(2);
  const bytes = Buffer.allocUnsafe(header.length + count * each);
  bytes.set(header);
  bytes.fill(Buffer.concat(ten), header.length);
  return { bytes, each };
}
