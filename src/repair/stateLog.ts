/* What a shard holds as a log of its own, for a server that holds nothing. */
import { encodeUtf8, type ReaderId, readerProfile, writeAofHeader, writeRecord } from '../codec/index.ts';
import {
  type AnyKeyspace,
  eachHeld,
  isAlive,
  keyLabel,
  parseKeyName,
  sortedKeys,
  type Unexpressed,
} from '../replay/index.ts';
import { stateRecords } from './stateRecords.ts';

/** The version of plaintext files. */
const VERSION = 2;
const REGISTER_TAG = 24;

/**
 * The log in pieces: schemas, then the keys in the order of their bytes, in records that `reader` reads. An expiry at
 * an absolute time becomes the time that is left.
 */
export async function* stateLog(
  keyspace: AnyKeyspace,
  reader: ReaderId,
  onUnexpressed: (what: Unexpressed) => void,
): AsyncGenerator<Uint8Array> {
  const profile = readerProfile(reader);
  yield writeAofHeader(VERSION);
  for (const name of sortedKeys(keyspace.schemas.keys())) {
    const descriptor = keyspace.schemas.get(name);
    if (descriptor === undefined) continue;
    if (profile.readsTag(REGISTER_TAG))
      yield writeRecord({ type: 'PROTO.REGISTER', name: encodeUtf8(name), descriptor });
    else
      onUnexpressed({
        key: name,
        why: `a protobuf schema, which ${profile.label} can’t read`,
        partly: false,
      });
  }
  for await (const [key, held] of eachHeld(keyspace, sortedKeys(keyspace.keys.keys()))) {
    if (held === undefined || !isAlive(held)) continue;
    if (parseKeyName(key).database !== 0) {
      onUnexpressed({ key: keyLabel(key), why: 'ember has database 0 alone', partly: false });
      continue;
    }
    // Nothing is there before: the DEL that comes first is not needed.
    const records = stateRecords(key, held, profile)?.slice(1);
    if (records === undefined) {
      const why = `a ${held.value.type} value, which ${profile.label} can’t read from a log`;
      onUnexpressed({ key, why, partly: false });
    } else for (const record of records) yield writeRecord(record);
  }
}
