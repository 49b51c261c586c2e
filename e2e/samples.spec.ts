import { readFileSync } from 'node:fs';
import { chooseInSavePicker } from './support/pickers.ts';
import { expect, test } from './support/test.ts';

interface Sample {
  readonly file: string;
  readonly title: string;
  readonly note: string;
  readonly damage: string | null;
  readonly keyHex?: string;
}

const samples = JSON.parse(
  readFileSync(new URL('../public/samples/index.json', import.meta.url), 'utf8'),
) as readonly Sample[];

interface Story {
  /** How the verdict begins, after the reader's name. */
  readonly verdict: RegExp;
  /** The fault that stands for what happened; null where nothing is wrong with the bytes. */
  readonly fault: string | null;
  /** What the repair that is proposed saves; null where none is needed. */
  readonly repaired: string | null;
  /** Whose verdict it is; ember's where it is left out. */
  readonly reader?: string;
}

/** What each sample shows. A sample that is not here has no test, and fails. */
const STORIES: Readonly<Record<string, Story>> = {
  'healthy.aof': { verdict: /loads all 379 records\./, fault: null, repaired: null },
  'healthy.snap': { verdict: /loads all 36 entries\./, fault: null, repaired: null },
  'flipped-bit.aof': {
    verdict: /would recover 33 of 76 records/,
    fault: 'Checksum does not match',
    repaired: '76 records',
  },
  'silent-loss.aof': {
    verdict: /would recover 56 of 76 records/,
    fault: 'Length or count leads astray',
    repaired: '76 records',
  },
  'torn-tail.aof': {
    verdict: /loads all 51 records and drops the last 107 bytes\./,
    fault: 'The last record is cut short',
    repaired: '51 records',
  },
  'torn-then-appended.aof': {
    verdict: /would recover 41 of \d+ records/,
    fault: 'Bytes that are no record',
    repaired: '61 records',
  },
  'zeroed-sector.aof': {
    verdict: /would recover 184 of \d+ records/,
    fault: 'Checksum does not match',
    repaired: '373 records',
  },
  'overwritten-page.aof': {
    verdict: /would recover 211 of \d+ records/,
    fault: 'Checksum does not match',
    repaired: '325 records',
  },
  'missing-bytes.aof': {
    verdict: /would recover 24 of \d+ records/,
    fault: 'Checksum does not match',
    repaired: '73 records',
  },
  'joined-logs.aof': {
    verdict: /would recover 76 of \d+ records/,
    fault: 'Header of another file',
    repaired: '130 records',
  },
  'text-mode.aof': {
    verdict: /would recover 10 of \d+ records/,
    fault: 'Checksum does not match',
    repaired: '74 records',
  },
  'damaged-header.aof': {
    verdict: /would read nothing from this log\./,
    fault: 'No log header',
    repaired: '76 records',
  },
  'newer-records.aof': { verdict: /would recover 0 of 79 records/, fault: null, repaired: null },
  'encrypted.aof': { verdict: /loads all 112 records\./, fault: null, repaired: null },
  'encrypted-damaged.aof': {
    verdict: /would recover 63 of 112 records/,
    fault: 'A frame can’t be decrypted',
    repaired: '111 records',
  },
  'bad-footer.snap': {
    verdict: /would discard this whole snapshot\./,
    fault: 'Footer checksum does not match',
    repaired: '36 entries',
  },
  'cut-off.snap': {
    verdict: /would discard this whole snapshot\./,
    fault: 'The snapshot ends inside an entry',
    repaired: '19 entries',
  },
  'unfinished.snap.tmp': {
    verdict: /./,
    fault: 'A snapshot that was never finished',
    repaired: '34 entries',
  },
  'aikv.aof': { verdict: /loads all 91 records\./, fault: null, repaired: null },
  'aikv-damaged.aof': {
    verdict: /would discard this whole log\./,
    fault: 'Text that is no UTF-8',
    repaired: '70 records',
    reader: 'AiKv 0.1.0',
  },
  'aikv.rdb': { verdict: /loads all 33 entries\./, fault: null, repaired: null },
  'aikv-damaged.rdb': {
    verdict: /would discard this whole snapshot\./,
    fault: 'Unknown opcode 66',
    repaired: '31 entries',
    reader: 'AiKv 0.1.0',
  },
};

test('every sample is offered on the empty page, with a sentence on what happened to it', async ({ app }) => {
  for (const { title, note } of samples) await expect(app.sample(title)).toContainText(note);
});

for (const { file, title, damage, keyHex } of samples) {
  test(`${file}: opened by a click, diagnosed, repaired, clean`, async ({ app, page }) => {
    const story = STORIES[file];
    if (story === undefined) throw new Error(`nothing is known of the sample ${file}`);
    const { reader = 'ember 0.4.9' } = story;
    const unlock = async (): Promise<void> => {
      if (keyHex !== undefined) await app.giveKey(keyHex);
    };
    await app.sample(title).click();
    await app.read(file);
    await unlock();
    await expect(app.headline).toHaveText(story.verdict);

    await app.show('Faults');
    if (story.fault === null) {
      await expect(app.faults).toContainText(/^Faults.*No faults/s);
      return;
    }
    expect(damage).not.toBeNull();
    const group = app.faults.getByRole('region', { name: story.fault });
    await expect(group).toBeVisible();
    // From the list to the row, and to what stands there.
    await group.getByRole('listitem').first().getByRole('button').first().click();
    await expect(app.selectedRecord).toContainText(story.fault);

    await app.repairButton.click();
    await chooseInSavePicker(page);
    await page.getByRole('button', { name: 'Save repaired copy…' }).click();
    await expect(page.getByRole('region', { name: 'Save', exact: true })).toContainText(
      `Saved and checked: ${reader} loads all ${story.repaired}`,
    );
    await page.getByRole('button', { name: 'Open the repaired file' }).click();
    await expect(app.tabs.getByRole('listitem')).toHaveCount(2);
    await expect(app.verdict.getByRole('heading', { name: /repaired/ })).toBeAttached();
    await unlock();
    await expect(app.headline).toHaveText(
      `${reader.charAt(0).toUpperCase()}${reader.slice(1)} loads all ${story.repaired}.`,
    );
    // Where nothing could show a changed value, it says no more than it knows.
    await expect(app.verdict).toContainText(/No damage (was found|shows)\./);
  });
}

test('a sample’s key protects nothing, and is offered where it is asked for', async ({ app }) => {
  const sample = samples.find(({ file }) => file === 'encrypted.aof');
  await app.sample('Encrypted log').click();
  await app.read('encrypted.aof');
  await app.verdict.getByRole('button', { name: 'Give the key' }).click();
  const dialog = app.dialog('Key for encrypted.aof');
  await dialog.getByRole('button', { name: 'Fill it in' }).click();
  await expect(dialog.getByRole('textbox')).toHaveValue(sample?.keyHex ?? 'no key');
  await dialog.getByRole('button', { name: 'Unlock' }).click();
  await expect(app.headline).toHaveText('Ember 0.4.9 loads all 112 records.');
});
