import { useEffect, useState } from 'react';
import { type Completion, completionAt, type FileWords } from '../../columnar/index.ts';
import { appStore, type FileId, getFile, service } from '../../state/index.ts';
import type { KeyCompletion } from '../../workers/index.ts';

export interface CompletionList {
  readonly options: readonly Completion[];
  /** The query with this option written where it belongs, and where the caret then stands. */
  readonly accept: (option: Completion) => { readonly text: string; readonly caret: number };
}

function wordsOf(fileId: FileId): FileWords | undefined {
  const file = getFile(appStore.getState(), fileId);
  if (file?.summary == null) return undefined;
  const { capabilities, typeNames } = file.summary;
  return {
    types: file.report?.types.map(({ type }) => type) ?? [],
    known: typeNames,
    databases: capabilities.databases,
    checksums: capabilities.checksums !== 'none',
  };
}

const MOST_OPTIONS = 12;
/** Wait this long for the next letter before the worker is asked for keys, in milliseconds. */
const PAUSE_MS = 60;

/** What could go on at the caret; `caret` is null while nobody types. */
export function useCompletion(fileId: FileId, text: string, caret: number | null): CompletionList {
  const context = caret === null ? null : completionAt(text, caret, wordsOf(fileId));
  const prefix = context?.keyPrefix ?? null;
  const [keys, setKeys] = useState<readonly KeyCompletion[]>([]);

  useEffect(() => {
    setKeys([]);
    if (prefix === null) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      service(fileId)
        .completeKey(prefix)
        .then(
          (found) => isCurrent && setKeys(found),
          // Without completions the filter works as well.
          () => undefined,
        );
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [fileId, prefix]);

  const isField = context !== null && text.slice(0, context.place.offset).endsWith(':');
  const offered = keys.map(({ term, text: shown }) => ({
    insert: isField ? term : `key:${term}`,
    label: shown === '' ? '[empty]' : shown,
    note: isField ? '' : 'key',
  }));
  const options = [...(context?.options ?? []), ...offered].slice(0, MOST_OPTIONS);
  return {
    options,
    accept: ({ insert }) => {
      const { offset, length } = context?.place ?? { offset: text.length, length: 0 };
      // A field goes on with what it is to be; anything else is done.
      const rest = text.slice(offset + length);
      const written = insert.endsWith(':') || rest.startsWith(' ') ? insert : `${insert} `;
      return { text: text.slice(0, offset) + written + rest, caret: offset + written.length };
    },
  };
}
