import { previewText } from '../../codec/index.ts';

export interface PrefixStep {
  /** Up to and with this part's separator. */
  readonly prefix: Uint8Array;
  /** This part, escaped for display. */
  readonly label: string;
  /** Tells steps apart. */
  readonly text: string;
}

/** The parts of a prefix, each with what leads there. */
export function prefixPath(prefix: Uint8Array, separator: string): PrefixStep[] {
  const code = separator.charCodeAt(0);
  const steps: PrefixStep[] = [];
  let from = 0;
  while (from < prefix.length) {
    const at = prefix.indexOf(code, from);
    const end = at < 0 ? prefix.length : at + 1;
    steps.push({
      prefix: prefix.subarray(0, end),
      label: previewText(prefix.subarray(from, end), 60),
      text: String(end),
    });
    from = end;
  }
  return steps;
}
