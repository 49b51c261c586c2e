/*
 * The browser's own file dialogs are the one thing that a test can't reach. They are replaced by functions that
 * return real handles to real files, in the origin-private file system; all that the page then does is real.
 */
import type { Page } from '@playwright/test';

export interface PrivateFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a replaced picker was asked. */
export interface PickerCall {
  readonly suggestedName?: string;
  readonly multiple?: boolean;
  /** The browser opens its dialog only inside a click or a key press. */
  readonly isUserActive: boolean;
}

declare global {
  interface Window {
    pickerCalls?: PickerCall[];
  }
}

/** Puts files into the origin-private file system, and lets the open dialog "choose" them. */
export async function chooseInOpenPicker(page: Page, files: readonly PrivateFile[]): Promise<void> {
  for (const { name, bytes } of files) await writePrivateFile(page, name, bytes);
  await page.evaluate(
    (names) => {
      Object.assign(window, {
        pickerCalls: [],
        showOpenFilePicker: async (options: PickerCall) => {
          window.pickerCalls?.push({ ...options, isUserActive: navigator.userActivation.isActive });
          const root = await navigator.storage.getDirectory();
          return Promise.all(names.map((name) => root.getFileHandle(name)));
        },
      });
    },
    files.map(({ name }) => name),
  );
}

/** Lets the save dialog "choose" a new file in the origin-private file system, under the suggested name or another. */
export async function chooseInSavePicker(page: Page, name: string | null = null): Promise<void> {
  await page.evaluate((chosen) => {
    Object.assign(window, {
      pickerCalls: [],
      showSaveFilePicker: async (options: PickerCall) => {
        window.pickerCalls?.push({ ...options, isUserActive: navigator.userActivation.isActive });
        const root = await navigator.storage.getDirectory();
        return root.getFileHandle(chosen ?? options.suggestedName ?? 'unnamed', { create: true });
      },
    });
  }, name);
}

/** Both dialogs are closed without a choice. */
export async function cancelPickers(page: Page): Promise<void> {
  await page.evaluate(() => {
    const cancelled = async (): Promise<never> => {
      throw new DOMException('The user aborted a request.', 'AbortError');
    };
    Object.assign(window, { showOpenFilePicker: cancelled, showSaveFilePicker: cancelled });
  });
}

/** A browser that has no such dialogs: Firefox, Safari. */
export async function removePickers(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.assign(window, {
      showOpenFilePicker: undefined,
      showSaveFilePicker: undefined,
      showDirectoryPicker: undefined,
    });
  });
}

export function pickerCalls(page: Page): Promise<readonly PickerCall[]> {
  return page.evaluate(() => window.pickerCalls ?? []);
}

export async function writePrivateFile(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const content = Buffer.from(bytes).toString('base64');
  await page.evaluate(
    async ({ name, content }) => {
      const root = await navigator.storage.getDirectory();
      const writable = await (await root.getFileHandle(name, { create: true })).createWritable();
      await writable.write(Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0)));
      await writable.close();
    },
    { name, content },
  );
}

/** The bytes of a file in the origin-private file system; null when there is none of that name. */
export async function readPrivateFile(page: Page, name: string): Promise<Buffer | null> {
  const content = await page.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory();
    const found = await root.getFileHandle(name).catch(() => null);
    if (found === null) return null;
    const bytes = new Uint8Array(await (await found.getFile()).arrayBuffer());
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  }, name);
  return content === null ? null : Buffer.from(content, 'latin1');
}

/** The names in the origin-private file system: also what a write that was given up would have left there. */
export function privateFileNames(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const names: string[] = [];
    const root = await navigator.storage.getDirectory();
    for await (const name of (root as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
    return names;
  });
}
