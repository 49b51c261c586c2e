/* What the command line says of a format that is one object and one line of a registry. */
import { expect, test } from 'vitest';
import { DEFAULT_READER, memorySource } from '../src/codec/index.ts';
import { FORMATS, registryOf } from '../src/formats/index.ts';
import { jsonLines } from '../test/support/commandLine.ts';
import { tally, tallyFile, tallyLine } from '../test/support/tally/tally.ts';
import { printCheck } from './check.ts';
import type { TextOutput } from './output.ts';
import { printRecords } from './records.ts';
import { scanSource } from './scannedFile.ts';

const WITH_TALLY = registryOf([
  tally, //
  ...FORMATS.formats,
]);
const BYTES = tallyFile(tallyLine('plums', '3'), tallyLine('', '').fill(0), tallyLine('figs', '7'));
const INPUT = { path: 'fruit.tally', label: null };

const scanned = (formats = WITH_TALLY) => scanSource(INPUT, memorySource(BYTES), null, { formats });

/** What a command prints. */
async function printed(print: (out: TextOutput) => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  await print({ closed: false, write: async (text: string) => void lines.push(text) });
  return lines.join('');
}

test('a format that no line of the registry names is refused', async () => {
  await expect(scanned(FORMATS)).rejects.toThrow('fruit.tally');
});

test('check says what its reader makes of the file', async () => {
  const file = await scanned();
  const text = await printed((out) => printCheck(file, { reader: DEFAULT_READER, json: false }, out));
  expect(text).toContain('fruit.tally: tally, version 1, 54 bytes, 2 records can be read');
  expect(text).toContain('Tally 1 loads 1 record and stops at 0x00000016: line 2 is smudged');
  expect(text).toContain('damage: A smudged line');
  const [json] = jsonLines(
    await printed((out) => printCheck(file, { reader: DEFAULT_READER, json: true }, out)),
  );
  expect(json).toMatchObject({
    format: 'tally',
    version: 1,
    records: 1,
    salvageable: 1,
    verdict: { reader: 'tally 1', records: 1, stopped_at: 22 },
    faults: [{ kind: 'garbage', offset: 22, length: 16 }],
  });
});

test('records are printed, those behind damage as such', async () => {
  const file = await scanned();
  const options = { reader: null, salvage: true, filter: null, matchCase: false };
  const lines = jsonLines(await printed((out) => printRecords(file, options, out)));
  expect(lines.map(({ i, at, key, salvaged }) => [i, at, key, salvaged])).toEqual([
    [0, 6, 'plums', undefined],
    [1, 38, 'figs', true],
  ]);
});
