/*
 * Makes a log readable for a reader that doesn't know all of its records. Records that it can't read are taken out,
 * and at the end of the log each key that they touched is brought to the state that it should have: one DEL and the
 * value, in records that the reader knows. Keys that a readable record then copied or renamed from such a key are
 * treated the same way.
 */
import { fileOffset, rowIndex } from '../base/index.ts';
import {
  ByteSink,
  type ByteSource,
  encodeBase64,
  groupDigits,
  type ReaderId,
  readerProfile,
  writeRecord,
} from '../codec/index.ts';
import { EMBEDDED, RowStatus } from '../columnar/index.ts';
import { type AnyKeyspace, applyRecord, eachHeld, editedKeys, RangedKeyspace } from '../replay/index.ts';
import { decodeContent, eachRow, type FileIndex } from '../scan/index.ts';
import { type MadePlan, makePlan } from './makePlan.ts';
import type { RepairStep } from './plan.ts';
import { keysChangedBy, setsWholeState, sourceKeyOf, stateRecords, typeOfTag } from './stateRecords.ts';

/** What a rewrite starts from. */
export interface RewriteContext {
  readonly name: string;
  readonly reader: ReaderId;
  /** The clock for absolute expiries, Unix milliseconds. */
  readonly nowMs: bigint;
  /** What the snapshot beside the log holds; empty where there is none. */
  readonly base: AnyKeyspace;
}

const text = new TextDecoder();

/** A plan holds what it appends as text: more than this is rather refused than held. One SETRANGE can ask for 512 MiB. */
const LARGEST_APPENDED = 128 << 20;

/** Makes the plan. Everything that holds is replayed once, front to back. */
export async function makeRewritePlan(
  source: ByteSource,
  index: FileIndex,
  context: RewriteContext,
): Promise<MadePlan> {
  const profile = readerProfile(context.reader);
  if (index.kind !== 'aof' || index.encrypted) {
    return {
      outcome: 'impossible',
      why: 'Only a plaintext log holds records that its own server can’t read back.',
    };
  }
  const salvage = makePlan(index, 'salvage', context.name);
  if (salvage.outcome !== 'plan') return salvage;
  const file = { source, index };
  const keyspace = new RangedKeyspace();
  keyspace.goOnFrom(context.base);
  keyspace.open(file, editedKeys({ shardId: 0, snapshot: null, log: file }).inLog);
  const touched = new Set<string>();
  const dropped: RepairStep[] = [];
  await eachRow(source, index, { from: 0, to: index.rows.length }, (row, content) => {
    const holds = index.rows.status(row) === RowStatus.ok && !index.rows.hasFlag(row, EMBEDDED);
    const decoded = holds && content !== null ? decodeContent(content, index) : null;
    if (content === null || decoded?.kind !== 'record') return true;
    const wait = keyspace.begin(decoded, row, content);
    if (wait !== null) return wait;
    const { record } = decoded;
    const tag = index.rows.tag(row);
    const readable = index.isSealed(row) || profile.readsTag(tag);
    applyRecord(keyspace, record, context.nowMs);
    const keys = keysChangedBy(record).map((key) => text.decode(key));
    const from = sourceKeyOf(record);
    const fromTouched = from !== null && touched.has(text.decode(from));
    if (!readable || fromTouched) for (const key of keys) touched.add(key);
    else if (setsWholeState(record)) for (const key of keys) touched.delete(key);
    if (!readable) dropped.push(dropUnreadable(index, row, tag, profile.label));
    return true;
  });
  const final = await finalStates(index, touched, keyspace, context);
  if (final === 'too-large') {
    return {
      outcome: 'impossible',
      why: `The values to write at the end of the log come to more than ${groupDigits(LARGEST_APPENDED)} bytes. Compact it to a snapshot and an empty log instead.`,
    };
  }
  if (final === null) {
    return {
      outcome: 'impossible',
      why: `${profile.label} can’t read back some of the types concerned from a log at all. Compact it to a snapshot and an empty log instead.`,
    };
  }
  const steps = [...salvage.plan.steps, ...mergeNeighbours(dropped)].sort((a, b) => a.offset - b.offset);
  return {
    outcome: 'plan',
    plan: { ...salvage.plan, preset: 'rewrite', steps: final.length === 0 ? steps : [...steps, final.step] },
  };
}

function dropUnreadable(index: FileIndex, row: number, tag: number, reader: string): RepairStep {
  const each = rowIndex(row);
  const offset = index.rows.offset(each);
  return {
    id: `unreadable-${offset}`,
    kind: 'drop',
    offset,
    length: index.rows.size(each),
    on: true,
    optional: false,
    title: `Take out ${typeOfTag(tag)}, which ${reader} can’t read back`,
    reason: 'What it did is part of the state that is written at the end of the log.',
    records: 0,
  };
}

/** Joins drops that touch: a log can hold very many. */
function mergeNeighbours(steps: readonly RepairStep[]): RepairStep[] {
  const merged: RepairStep[] = [];
  for (const step of steps) {
    const last = merged.at(-1);
    if (last === undefined || last.offset + last.length !== step.offset) merged.push(step);
    else {
      merged[merged.length - 1] = {
        ...last,
        length: last.length + step.length,
        title: 'Take out neighbouring records that the reader can’t read back',
      };
    }
  }
  return merged;
}

/** The step that appends the state of the keys that unreadable records touched; null when no record can write it. */
async function finalStates(
  index: FileIndex,
  touched: ReadonlySet<string>,
  keyspace: AnyKeyspace,
  context: RewriteContext,
): Promise<{ readonly length: number; readonly step: RepairStep } | 'too-large' | null> {
  const profile = readerProfile(context.reader);
  const sink = new ByteSink(1024);
  let count = 0;
  for await (const [key, held] of eachHeld(keyspace, touched)) {
    const records = stateRecords(key, held, profile);
    if (records === null) return null;
    for (const record of records) sink.raw(writeRecord(record));
    if (sink.length > LARGEST_APPENDED) return 'too-large';
    count += records.length;
  }
  const step: RepairStep = {
    id: 'final-states',
    kind: 'replace',
    replacement: encodeBase64(sink.written()),
    before: '',
    offset: fileOffset(index.size),
    length: 0,
    on: true,
    optional: false,
    title: `Write the state of ${groupDigits(touched.size)} ${touched.size === 1 ? 'key' : 'keys'} at the end`,
    reason: `In ${groupDigits(count)} records that ${profile.label} reads. Times to live are those left now.`,
    records: count,
  };
  return { length: sink.length, step };
}
