// node scripts/samples.mjs: makes public/samples from the fixtures, one file for each kind of damage that a user
// meets, with one sentence on what happened to it. The result is committed; run this after changing the table.
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { ROOT } from './project.mjs';

const FIXTURES = `${ROOT}/test/fixtures/ember`;
const TARGET = `${ROOT}/public/samples`;

// [file, fixture, title, what happened, kind of the first fault (null: healthy), needs the key]
const SAMPLES = [
  ['healthy.aof', 'intact/base-medium.aof', 'Healthy log', 'An intact log of 379 records.', null],
  ['healthy.snap', 'intact/base.snap', 'Healthy snapshot', 'An intact snapshot of 36 entries.', null],
  [
    'flipped-bit.aof',
    'damaged/flip-value.aof',
    'Flipped bit',
    'One bit of a value changed; the server stops there and loses half the log.',
    'bad-checksum',
  ],
  [
    'silent-loss.aof',
    'damaged/flip-keylen-bit24.aof',
    'Silent loss',
    'One bit of a length changed; the server takes the rest for a torn tail and says nothing.',
    'corrupt-length',
  ],
  [
    'torn-tail.aof',
    'damaged/trunc-mid-value.aof',
    'Torn tail',
    'A crash cut the last record short.',
    'torn-tail',
  ],
  [
    'torn-then-appended.aof',
    'damaged/torn-then-appended-after-tag.aof',
    'Appended to a torn tail',
    'A crash left one stray byte; everything written after the restart is out of step.',
    'garbage',
  ],
  [
    'zeroed-sector.aof',
    'damaged/zero-sector-512.aof',
    'Zeroed sector',
    'A disk sector of 512 bytes came back as zeros.',
    'bad-checksum',
  ],
  [
    'overwritten-page.aof',
    'damaged/garbage-4k-page.aof',
    'Overwritten page',
    'A page of 4 KiB holds random bytes.',
    'bad-checksum',
  ],
  [
    'missing-bytes.aof',
    'damaged/delete-100-bytes.aof',
    'Missing bytes',
    '100 bytes are gone from the middle.',
    'bad-checksum',
  ],
  [
    'joined-logs.aof',
    'damaged/concatenated.aof',
    'Two logs joined',
    'A second file, header and all, was appended to the first.',
    'foreign-header',
  ],
  [
    'text-mode.aof',
    'damaged/ascii-mode-crlf.aof',
    'Sent as text',
    'A transfer in text mode turned every line feed into two bytes.',
    'bad-checksum',
  ],
  [
    'damaged-header.aof',
    'damaged/header-bad-magic-one-letter.aof',
    'Damaged header',
    'One letter of the header is wrong, so the server reads nothing at all.',
    'bad-header',
  ],
  [
    'newer-records.aof',
    'intact/base-small-all-tags.aof',
    'Records the server can’t read',
    'Nothing is damaged, but the server can’t read back records that it wrote itself.',
    null,
  ],
  [
    'encrypted.aof',
    'intact/enc-base.aof',
    'Encrypted log',
    'An intact encrypted log; its key is shown when the page asks for it.',
    'key-required',
    'key',
  ],
  [
    'encrypted-damaged.aof',
    'damaged/enc-flip-ciphertext.aof',
    'Encrypted, one bit changed',
    'One bit of an encrypted record changed, so its tag no longer holds.',
    'key-required',
    'key',
  ],
  [
    'bad-footer.snap',
    'damaged/snap-flip-value.snap',
    'Snapshot with a wrong bit',
    'One bit changed; the one checksum of the file fails and the server discards all 36 entries.',
    'bad-footer',
  ],
  [
    'cut-off.snap',
    'damaged/snap-trunc-mid-value.snap',
    'Snapshot cut off',
    'The file ends inside an entry, so the server discards all of it.',
    'torn-tail',
  ],
  [
    'unfinished.snap.tmp',
    'damaged/snap-tmp-unfinished.snap',
    'Unfinished snapshot',
    'The server stopped while it wrote this file.',
    'torn-tail',
  ],
  [
    'aikv.aof',
    '../redis/aikv/aof/mixed.aof',
    'Log of AiKv',
    'An intact log of 91 commands, for keys of three databases.',
    null,
  ],
  [
    'aikv-damaged.aof',
    '../redis/aikv/damaged/three-damages.aof',
    'Log of AiKv, damaged',
    'Damaged in three places; its reader stops at the first of them and loads nothing at all.',
    'bad-framing',
  ],
  ['aikv.rdb', '../redis/aikv/rdb/databases.rdb', 'RDB of AiKv', 'An intact RDB of 33 strings.', null],
  [
    'aikv-damaged.rdb',
    '../redis/aikv/damaged/garbage-middle.rdb',
    'RDB of AiKv, overwritten',
    'Bytes that belong to no entry stand in the middle, so the server loads none of the 31 keys.',
    'unknown-tag',
  ],
];

await rm(TARGET, { recursive: true, force: true });
await mkdir(TARGET, { recursive: true });
const keyHex = (await readFile(`${FIXTURES}/keys/key.hex`, 'utf8')).trim();
const index = [];
for (const [file, fixture, title, note, damage, needsKey] of SAMPLES) {
  await copyFile(`${FIXTURES}/${fixture}`, `${TARGET}/${file}`);
  index.push({ file, title, note, damage, ...(needsKey ? { keyHex } : {}) });
}
await writeFile(`${TARGET}/index.json`, `${JSON.stringify(index, null, 2)}\n`);
console.log(`${index.length} samples`);
