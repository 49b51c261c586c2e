import { memorySource, writeAofHeader, writeRecord } from '../src/codec/index.ts';
import { computeKeyFacts } from '../src/replay/index.ts';
import { createIndex, openFile, scanFile } from '../src/scan/index.ts';
import { RealisticRecords } from './realisticRecords.ts';

const n = 1_000_000;
const make = new RealisticRecords(1, Number(process.env.KEYS ?? 500_000));
const bytes = new Uint8Array(300 << 20);
let at = 0;
bytes.set(writeAofHeader(2), 0);
at = 5;
for (let i = 0; i < n; i++) {
  const b = writeRecord(make.record());
  bytes.set(b, at);
  at += b.length;
}
const source = memorySource(bytes.subarray(0, at));
for (let round = 0; round < 3; round++) {
  const index = createIndex(source, await openFile(source, 'shard-0.aof'), 'shard-0.aof', null);
  let t = performance.now();
  await scanFile(source, index);
  const scan = performance.now() - t;
  t = performance.now();
  const facts = await computeKeyFacts({ log: { source, index }, snapshot: null }, { nowMs: 0n });
  const took = performance.now() - t;
  console.log(
    Math.round(at / 1e6),
    'MB',
    index.keys.size,
    'keys; scan',
    Math.round(scan),
    'ms; facts',
    Math.round(took),
    'ms',
    facts?.links.length,
    Math.round(process.memoryUsage().rss / 1e6),
  );
}
