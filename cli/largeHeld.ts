/* A key and what it holds as one JSON line, in pieces where it would not fit into one string. */
import { type Held, heldToJson, type Value } from '../src/replay/index.ts';
import { jsonText } from './jsonText.ts';
import { LARGE_RECORD, StandIns, writeLargeLine } from './largeRecord.ts';
import type { Output } from './output.ts';

/** Writes one line of `shardscope recover`. */
export async function writeHeld(key: string, held: Held, out: Output): Promise<void> {
  if (bytesOf(held.value) < LARGE_RECORD) {
    await out.write(`${jsonText(heldToJson(key, held))}\n`);
    return;
  }
  const standIns = new StandIns();
  const value = reduce(held.value, standIns);
  await writeLargeLine(heldToJson(key, { ...held, value }), standIns.values, out);
}

/** About how much the bytes in a value take; what is text is not counted. */
function bytesOf(value: Value): number {
  switch (value.type) {
    case 'string':
      return value.bytes.length;
    case 'proto':
      return value.data.length;
    case 'list':
      return value.items.reduce((sum, item) => sum + item.length, 0);
    case 'hash': {
      let sum = 0;
      for (const bytes of value.fields.values()) sum += bytes.length;
      return sum;
    }
    default:
      return 0;
  }
}

function reduce(value: Value, standIns: StandIns): Value {
  switch (value.type) {
    case 'string':
      return { type: 'string', bytes: standIns.take(value.bytes) };
    case 'proto':
      return { ...value, data: standIns.take(value.data) };
    case 'list':
      return { type: 'list', items: value.items.map((item) => standIns.take(item)) };
    case 'hash':
      return {
        type: 'hash',
        fields: new Map([...value.fields].map(([field, bytes]) => [field, standIns.take(bytes)])),
      };
    default:
      return value;
  }
}
