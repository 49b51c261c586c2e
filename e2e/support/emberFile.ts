import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestInfo } from '@playwright/test';
import { type Expected, emberFixtures } from '../../test/support/emberFixtures.ts';

const ROOT = new URL('../../test/fixtures/ember/', import.meta.url);

/** What the fixtures say of damaged files beyond what other tests need. */
interface DamageFacts {
  /** The intact files that it was made from. */
  readonly bases?: readonly string[];
  /** `[base, record]` of every record that did not survive. */
  readonly lost?: readonly (readonly [number, number])[];
}

/** A fixture as a test of the page needs it: where it lies, and what ember's own reader made of it. */
export interface EmberFile {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly expected: Expected & DamageFacts;
}

const known = new Map(emberFixtures().map((fixture) => [fixture.path, fixture]));

/** @param path such as "damaged/flip-value.aof" */
export function emberFile(path: string): EmberFile {
  const fixture = known.get(path);
  if (fixture === undefined) throw new Error(`there is no fixture ${path}`);
  const absolute = fixturePath(path);
  return {
    name: fixture.name,
    path: absolute,
    bytes: readFileSync(absolute),
    expected: fixture.expected(),
  };
}

/** Where the records that did not survive stood, for a file that was damaged without moving anything. */
export function lostPlaces({
  expected,
}: EmberFile): readonly { readonly at: number; readonly end: number }[] {
  const { bases = [], lost = [] } = expected;
  return lost.map(([base, i]) => {
    const record = emberFile(bases[base] ?? '').expected.records?.[i];
    if (record === undefined) throw new Error(`${bases[base]} has no record ${i}`);
    return { at: record.at, end: record.at + record.size };
  });
}

/** Of any file or folder among the fixtures: keys and data directories too. */
export const fixturePath = (path: string): string => fileURLToPath(new URL(path, ROOT));

/** A copy that a test may change, under a name of its own. @returns its absolute path */
export function copyOf(testInfo: TestInfo, file: EmberFile, name = file.name): string {
  const path = testInfo.outputPath(name);
  copyFileSync(file.path, path);
  return path;
}

/** Writes a file that no fixture has. @returns its absolute path */
export function madeFile(testInfo: TestInfo, name: string, bytes: Uint8Array): string {
  const path = testInfo.outputPath(name);
  writeFileSync(path, bytes);
  return path;
}
