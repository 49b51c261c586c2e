/* The size walks of ember's records and entries, compiled once from their tables. */

import { bytes, i64 } from '../table/fields.ts';
import { Op, type Program, ProgramBuilder } from '../table/program.ts';
import { ENTRIES, ENTRY_KEY } from './entries.ts';
import { RECORDS } from './records.ts';

/** The field that ends every entry. */
const EXPIRY = i64('expire_ms', 'ttl-ms');

function aofProgram(): Program {
  const builder = new ProgramBuilder();
  for (const spec of RECORDS) {
    builder.setEntry(spec.tag, builder.here);
    builder.fields(spec.fields);
    builder.emit(Op.end);
  }
  return builder.build();
}

function snapshotProgram(): { readonly program: Program; readonly typed: number; readonly untyped: number } {
  const builder = new ProgramBuilder();
  for (const spec of ENTRIES) {
    builder.setEntry(spec.tag, builder.here);
    builder.fields([...spec.fields, EXPIRY]);
    builder.emit(Op.end);
  }
  const typed = builder.here;
  builder.fields([ENTRY_KEY]);
  builder.emit(Op.dispatch, builder.name('type', 'type'));
  const untyped = builder.here;
  builder.fields([ENTRY_KEY, bytes('value'), EXPIRY]);
  builder.emit(Op.end);
  return { program: builder.build(), typed, untyped };
}

/** Walks the payload of a log record: `entryOf[tag]` begins right behind the tag. */
export const AOF_PROGRAM: Program = aofProgram();

const snapshot = snapshotProgram();

/** Walks a whole snapshot entry, from {@link entryStart}. */
export const SNAPSHOT_PROGRAM: Program = snapshot.program;

/** Where the walk of an entry begins in {@link SNAPSHOT_PROGRAM}: version 1 entries have no type byte. */
export const entryStart = (version: number): number => (version === 1 ? snapshot.untyped : snapshot.typed);
