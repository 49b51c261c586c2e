import { useEffect, useState } from 'react';
import { actions, announceFailure } from '../../state/index.ts';

/** A damaged file that comes with the page. */
export interface Sample {
  readonly file: string;
  readonly title: string;
  readonly note: string;
  /** The fault kind that stands out; null for an intact file. */
  readonly damage: string | null;
  /** The key of an encrypted sample: it protects nothing. */
  readonly keyHex?: string;
}

/** Relative to the page, wherever it is served from. */
const FOLDER = './samples/';

/** The list of samples; empty until it is there. */
export function useSamples(): readonly Sample[] {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    let isMounted = true;
    void loadSamples().then((loaded) => {
      if (isMounted) setSamples(loaded);
    });
    return () => {
      isMounted = false;
    };
  }, []);
  return samples;
}

let loading: Promise<readonly Sample[]> | null = null;

async function loadSamples(): Promise<readonly Sample[]> {
  loading ??= fetchSamples();
  const samples = await loading;
  // Not reached this time (no network before the first visit was complete): ask again next time.
  if (samples.length === 0) loading = null;
  return samples;
}

async function fetchSamples(): Promise<readonly Sample[]> {
  try {
    const response = await fetch(`${FOLDER}index.json`);
    const list: unknown = response.ok ? await response.json() : [];
    return Array.isArray(list) ? list.filter(isSample) : [];
  } catch {
    // Samples are an extra; the page is as useful without them.
    return [];
  }
}

function isSample(value: unknown): value is Sample {
  if (typeof value !== 'object' || value === null) return false;
  const { file, title, note, damage, keyHex } = value as Record<string, unknown>;
  return (
    [file, title, note].every((text) => typeof text === 'string') &&
    (damage === null || typeof damage === 'string') &&
    (keyHex === undefined || typeof keyHex === 'string')
  );
}

/** Opens a sample in a tab, as if it had been dropped. */
export async function openSample(sample: Sample): Promise<void> {
  try {
    const response = await fetch(FOLDER + sample.file);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const name = sample.file.split('/').at(-1) ?? sample.file;
    const file = new File([await response.blob()], name);
    const key = sample.keyHex === undefined ? {} : { sampleKey: sample.keyHex };
    await actions.openFiles([{ file, handle: null, sampleNote: sample.note, ...key }]);
  } catch (error) {
    if (error instanceof TypeError) {
      actions.toast(
        'bad',
        `The sample “${sample.title}” could not be fetched. Without a network, open a file of your own.`,
      );
    } else announceFailure(error, sample.file);
  }
}
