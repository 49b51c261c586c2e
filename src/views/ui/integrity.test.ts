import { describe, expect, it } from 'vitest';
import { RowKind, RowStatus } from '../../columnar/index.ts';
import type { Capabilities, RowView } from '../../workers/index.ts';
import { integrityOf } from './integrity.ts';

const view = (changed: Partial<RowView>): RowView =>
  ({
    kind: RowKind.record,
    status: RowStatus.ok,
    salvaged: false,
    embedded: false,
    sealed: false,
    finding: null,
    fix: null,
    ...changed,
  }) as RowView;

const of = (checksums: Capabilities['checksums']): Capabilities => ({
  checksums,
  encrypted: false,
  clock: false,
  databases: false,
  allOrNothing: false,
  shards: true,
  rowNoun: checksums === 'record' ? 'record' : 'entry',
  history: true,
  readerChoice: true,
  repair: true,
  compact: true,
});
const LOG = of('record');
const SNAPSHOT = of('file');

describe('integrity', () => {
  it('is a tick where a record’s own checksum holds', () => {
    expect(integrityOf(view({}), LOG)).toMatchObject({
      tone: 'good',
      icon: 'check',
      textHidden: true,
      finding: 'Checksum holds',
    });
    expect(integrityOf(view({ sealed: true }), LOG).finding).toBe('Decrypts');
  });

  it('says that an entry has no checksum of its own', () => {
    const entry = view({ kind: RowKind.entry });
    expect(integrityOf(entry, SNAPSHOT)).toMatchObject({
      tone: 'good',
      text: 'by footer',
      finding: 'File checksum holds',
    });
    expect(integrityOf(entry, of('none'))).toMatchObject({ tone: 'quiet', text: 'no checksum' });
  });

  it('shows the scan’s finding before its own words', () => {
    const unproven = { kind: RowKind.entry, status: RowStatus.unproven } as const;
    expect(integrityOf(view(unproven), SNAPSHOT).text).toBe('unproven');
    expect(integrityOf(view(unproven), SNAPSHOT, false)).toMatchObject({ tone: 'quiet', text: 'not yet' });
    expect(integrityOf(view({ ...unproven, embedded: true }), SNAPSHOT).text).toBe('embedded?');
    expect(integrityOf(view({ ...unproven, finding: 'footer fails' }), SNAPSHOT)).toMatchObject({
      tone: 'warn',
      text: 'footer fails',
      finding: 'Footer fails',
    });
  });

  it('says in the table how little would put a row right, and in the inspector what is wrong with it', () => {
    const bad = { status: RowStatus.badChecksum, finding: 'CRC fails' } as const;
    expect(integrityOf(view({ ...bad, fix: 'bit' }), LOG)).toMatchObject({
      tone: 'bad',
      text: '1-bit fix',
      finding: 'CRC fails',
    });
    expect(integrityOf(view({ ...bad, fix: 'byte' }), LOG).text).toBe('1-byte fix');
    expect(integrityOf(view({ ...bad, fix: 'length' }), LOG).text).toBe('length fix');
    expect(integrityOf(view(bad), LOG).text).toBe('CRC fails');
    expect(
      integrityOf(view({ kind: RowKind.gap, status: RowStatus.gap, fix: 'bit' }), SNAPSHOT),
    ).toMatchObject({
      text: '1-bit fix',
      finding: 'Not an entry',
    });
  });

  it('sets salvaged rows apart, and doubtful ones from those', () => {
    expect(integrityOf(view({ salvaged: true }), LOG)).toMatchObject({ tone: 'info', text: 'salvaged' });
    expect(integrityOf(view({ salvaged: true, embedded: true }), LOG)).toMatchObject({
      tone: 'warn',
      text: 'embedded?',
      finding: 'Checksum holds',
    });
    expect(integrityOf(view({ salvaged: true, status: RowStatus.badChecksum }), LOG).tone).toBe('bad');
  });

  it('never leaves the sign to colour alone', () => {
    for (const status of Object.values(RowStatus)) {
      const { icon, text, finding, title } = integrityOf(view({ status }), LOG);
      expect(icon && text && finding && title).toBeTruthy();
    }
  });
});
