import { type KeyId, type RowIndex, rowIndex } from '../../base/index.ts';
import { argumentSpans, commandSpec, commandTagAt, readExactly } from '../../codec/index.ts';
import { EMBEDDED, NO_KEY, RowKind } from '../../columnar/index.ts';
import type { FileIndex } from '../../scan/index.ts';
import { counts, type KeyLoss } from '../losses.ts';
import type { ShardFile } from '../shardFile.ts';

/** Of a torn command no more is read than this to find its key. */
const MOST_BYTES = 1 << 16;

/** What a log or an RDB has lost, in its order: of a command that is cut short at the end perhaps its key alone. */
export async function commandLosses(file: ShardFile): Promise<readonly KeyLoss[]> {
  const { index } = file;
  const { rows } = index;
  const losses: KeyLoss[] = [];
  for (let at = 0; at < rows.length; at++) {
    const row = rowIndex(at);
    const kind = rows.kind(row);
    if (kind === RowKind.gap) losses.push({ row, key: await tornKey(file, row) });
    else if (kind === RowKind.record && !counts(index, row) && !rows.hasFlag(row, EMBEDDED))
      losses.push({ row, key: ownKey(index, row) });
  }
  return losses;
}

async function tornKey({ source, index }: ShardFile, row: RowIndex): Promise<KeyId | null> {
  const torn = index.faultsOf(row).some(({ evidence }) => evidence.kind === 'torn-tail');
  if (!torn || index.kind !== 'aof' || row !== index.rows.length - 1) return null;
  const size = Math.min(index.rows.size(row), MOST_BYTES);
  const head = await readExactly(source, index.rows.offset(row), size);
  const [name, first] = argumentSpans(head, 2);
  const spec = name === undefined ? undefined : commandSpec(commandTagAt(head, name.at, name.length));
  const namesOne = spec !== undefined && spec.firstKey === 1 && spec.lastKey === 1 && spec.countAt === 0;
  if (first === undefined || !namesOne || first.at + first.length > size) return null;
  return index.keys.find(head.subarray(first.at, first.at + first.length), index.databases.of(row));
}

/** The key of a row that does not count, where its command changes no other. */
function ownKey({ rows }: FileIndex, row: RowIndex): KeyId | null {
  const spec = commandSpec(rows.tag(row));
  const key = rows.key(row);
  return key !== NO_KEY && spec?.firstKey === spec?.lastKey ? key : null;
}
