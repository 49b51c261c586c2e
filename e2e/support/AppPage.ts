import { readdirSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { dropFiles } from './dropFiles.ts';
import type { PageWatch } from './watchPage.ts';
import { literally } from './words.ts';

/** A large damaged file on a busy machine; others are read at once. */
const READ_WITHIN = 180_000;

const SCRIPTS_AND_STYLES = readdirSync('dist/assets').filter((name) => /\.(js|css)$/.test(name)).length;

type View = 'Records' | 'Keys' | 'Timeline' | 'Faults' | 'Recovery' | 'Repair' | 'Stats';

/** The page as people and screen readers find their way in it: by roles and names. */
export class AppPage {
  readonly page: Page;
  readonly #watch: PageWatch;

  readonly verdict: Locator;
  readonly map: Locator;
  /** The table of records. */
  readonly rows: Locator;
  /** The table of keys. */
  readonly keys: Locator;
  readonly selectedKey: Locator;
  readonly filterBox: Locator;
  readonly selectedRecord: Locator;
  readonly fields: Locator;
  /** The hex view, of the file or of decrypted content. */
  readonly bytes: Locator;
  readonly faults: Locator;
  readonly faultCards: Locator;
  readonly tabs: Locator;
  readonly views: Locator;
  readonly repairButton: Locator;
  readonly openTarget: Locator;
  readonly recents: Locator;
  readonly alert: Locator;

  constructor(page: Page, watch: PageWatch) {
    this.page = page;
    this.#watch = watch;
    this.verdict = page.getByRole('region', { name: 'Verdict' });
    this.map = page.getByRole('slider', { name: 'Place in the file' });
    this.rows = page.getByRole('grid', { name: /^Rows of / });
    this.keys = page.getByRole('grid', { name: /^Keys of / });
    this.selectedKey = page.getByRole('complementary', { name: 'Selected key' });
    this.filterBox = page.getByRole('combobox', { name: 'Filter rows' });
    this.selectedRecord = page.getByRole('complementary', { name: 'Selected record' });
    this.fields = page.getByRole('grid', { name: 'Fields' });
    this.bytes = page.getByRole('grid', { name: /^(Bytes of the file|Decrypted bytes of the row)$/ });
    this.faults = page.getByRole('region', { name: 'Faults', exact: true });
    this.faultCards = this.faults.getByRole('listitem');
    this.tabs = page.getByRole('navigation', { name: 'Open files' });
    this.views = page.getByRole('navigation', { name: 'Views' });
    this.repairButton = page.getByRole('button', { name: 'Repair…', exact: true });
    this.openTarget = page.getByRole('button', { name: /^Drop files here, or choose them/ });
    this.recents = page.getByRole('region', { name: 'Recent files' });
    this.alert = page.getByRole('alert');
  }

  async load(): Promise<void> {
    this.#watch.loading();
    await this.page.goto('./');
    await this.#ready();
  }

  async reload(): Promise<void> {
    this.#watch.loading();
    await this.page.reload();
    await this.#ready();
  }

  /** What a page fetches by itself are the scripts and styles of all views, and the list of its samples. */
  async #ready(): Promise<void> {
    await expect(this.sample('Healthy log')).toBeVisible();
    await this.page.waitForFunction(
      (wanted) =>
        performance.getEntriesByType('resource').filter(({ name }) => /\.(js|css)$/.test(name)).length >=
        wanted,
      SCRIPTS_AND_STYLES,
    );
    this.#watch.loaded();
  }

  async drop(...paths: readonly string[]): Promise<void> {
    await dropFiles(this.page, paths);
  }

  /** Drops one file and waits until it has been read and judged. */
  async open(path: string): Promise<void> {
    await this.drop(path);
    await this.read(path.split('/').at(-1) ?? path);
  }

  /** Waits until the file in front is this one, and has its verdict. */
  async read(name: string): Promise<void> {
    await expect(this.verdict.getByRole('heading', { name })).toBeAttached();
    await expect(this.headline).not.toHaveText(/^(Reading|Judging)/, { timeout: READ_WITHIN });
  }

  /** The sentence of the verdict. */
  get headline(): Locator {
    return this.verdict.getByRole('paragraph').first();
  }

  tab(name: string): Locator {
    return this.tabs.getByRole('button', { name: new RegExp(`^(?!Close ).*${literally(name)}`) });
  }

  sample(title: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^${literally(title)} `) });
  }

  /** The row of the table that stands at an offset. */
  rowAt(offset: string): Locator {
    const cell = this.page.getByRole('gridcell', { name: offset, exact: true });
    return this.rows.getByRole('row').filter({ has: cell });
  }

  get selectedRow(): Locator {
    return this.rows.getByRole('row', { selected: true });
  }

  get selectedField(): Locator {
    return this.fields.getByRole('row', { selected: true });
  }

  get selectedBytes(): Locator {
    return this.bytes.getByRole('gridcell', { selected: true });
  }

  field(name: string): Locator {
    const header = this.page.getByRole('rowheader', { name, exact: true });
    return this.fields.getByRole('row').filter({ has: header });
  }

  dialog(name: string | RegExp): Locator {
    return this.page.getByRole('dialog', { name });
  }

  /** The shards of the folder in front. */
  get shards(): Locator {
    return this.page.getByRole('region', { name: 'Shards', exact: true }).locator('.shards-list > li');
  }

  /** Drops a folder and waits until its files have been read. */
  async openFolder(path: string): Promise<void> {
    await this.drop(path);
    await this.readFolder(path.split('/').at(-1) ?? path);
  }

  /** Waits until the folder in front is this one, and all of it has been read. */
  async readFolder(name: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(this.page.getByRole('status').filter({ hasText: /(in trouble|locked)\./ })).toBeVisible({
      timeout: READ_WITHIN,
    });
  }

  /** What was said in passing. */
  toast(text: string | RegExp): Locator {
    return this.page.getByRole('status').filter({ hasText: text });
  }

  async show(view: View): Promise<void> {
    await this.views.getByRole('button', { name: view }).click();
  }

  /** Goes to a record by its number, or to an offset. */
  async goTo(place: string): Promise<void> {
    await this.page.keyboard.press('g');
    const dialog = this.dialog('Go to');
    await dialog.getByRole('textbox').fill(place);
    await dialog.getByRole('button', { name: 'Go', exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  /** Gives the key of the encrypted file in front, which fits. */
  async giveKey(hex: string): Promise<void> {
    await this.verdict.getByRole('button', { name: 'Give the key' }).click();
    const dialog = this.dialog(/^Key for /);
    await dialog.getByRole('textbox', { name: 'The key as 64 hexadecimal digits' }).fill(hex);
    await expect(dialog.getByRole('status')).toContainText('This key fits');
    await dialog.getByRole('button', { name: 'Unlock' }).click();
    await expect(dialog).toBeHidden();
  }

  /** Runs a command by its words, from the palette. */
  async command(words: string): Promise<void> {
    await this.page.keyboard.press('Control+k');
    const palette = this.dialog('Commands');
    await palette.getByRole('combobox').fill(words);
    await palette.getByRole('option', { name: words }).first().click();
  }
}
