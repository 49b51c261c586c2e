/** Where a text leads: to a record, by its number, or to a byte. */
export type GoTo =
  | { readonly kind: 'record'; readonly record: number }
  | { readonly kind: 'offset'; readonly offset: number };

const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  byte: 1,
  bytes: 1,
  k: 1024,
  kib: 1024,
  kb: 1000,
  m: 1024 ** 2,
  mib: 1024 ** 2,
  mb: 1000 ** 2,
  g: 1024 ** 3,
  gib: 1024 ** 3,
  gb: 1000 ** 3,
};

/**
 * Parses what was typed into "go to": "1,204,119" or "#12" is a record; "0x10A3F2C1", "@4096", "4096 b" or
 * "1.5 MiB" is a byte. Separators (a comma, a space, an underscore) may group the digits.
 * @returns null when it is neither
 */
export function parseGoTo(typed: string): GoTo | null {
  const text = typed.trim().toLowerCase();
  const hex = /^(?:@\s*)?0x([0-9a-f_]+)$/.exec(text)?.[1]?.replaceAll('_', '');
  if (hex) return whole(Number.parseInt(hex, 16), 'offset');

  const record = /^#?\s*(\d[\d,_ ]*)$/.exec(text)?.[1];
  if (record !== undefined) return whole(digits(record), 'record');

  const decimal = /^@\s*(\d[\d,_ ]*)$/.exec(text)?.[1];
  if (decimal !== undefined) return whole(digits(decimal), 'offset');

  const measured = /^(?:@\s*)?(\d[\d,_ ]*(?:\.\d+)?)\s*([a-z]+)$/.exec(text);
  const unit = UNITS[measured?.[2] ?? ''];
  if (measured?.[1] === undefined || unit === undefined) return null;
  return whole(Math.floor(digits(measured[1]) * unit), 'offset');
}

function digits(text: string): number {
  return Number(text.replace(/[,_ ]/g, ''));
}

function whole(value: number, kind: GoTo['kind']): GoTo | null {
  if (!Number.isSafeInteger(value)) return null;
  return kind === 'record' ? { kind, record: value } : { kind, offset: value };
}
