/*
 * A first file is slow because nothing has run before: scripts are compiled when they are first called, and so is the
 * scan's WebAssembly. A worker that has time reads a log of its own before it is given one.
 */
import { rowIndex } from '../base/index.ts';
import { DEFAULT_READER, encodeUtf8, writeAofHeader, writeRecord } from '../codec/index.ts';
import { createShardService } from './shardService.ts';

const RECORDS = 40;
const NO_TTL = -1n;

/** Goes once through all that a file's opening asks for. Whatever fails here will tell when it is asked for a file. */
export async function practise(): Promise<void> {
  const service = createShardService();
  await service.open(new File([practiceLog() as BlobPart], 'shard-0.aof'));
  await service.scan(null, () => undefined);
  await service.verdict(DEFAULT_READER);
  await service.map(0, Number.MAX_SAFE_INTEGER, 100);
  await service.faults(0, 10);
  await service.rows(0, RECORDS);
  await service.detail(rowIndex(1));
}

function practiceLog(): Uint8Array {
  const value = encodeUtf8('{"a":1}');
  const parts = [writeAofHeader(2)];
  for (let i = 0; i < RECORDS / 2; i++) {
    const key = encodeUtf8(`key:${i}`);
    parts.push(writeRecord({ type: 'SET', key, value, expire_ms: NO_TTL }));
    parts.push(writeRecord({ type: 'HSET', key: encodeUtf8('hash'), fields: [{ field: key, value }] }));
  }
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
