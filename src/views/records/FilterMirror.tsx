import type { QueryError } from '../../columnar/index.ts';

interface FilterMirrorProps {
  readonly text: string;
  readonly error: QueryError | null;
  /** Pixels that the field has scrolled. */
  readonly scrolled: number;
}

/** Lies under the field with the same text, unseen, to underline what is wrong: a field can't mark a part of itself. */
export function FilterMirror({ text, error, scrolled }: FilterMirrorProps) {
  if (error === null || error.unfinished) return null;
  const { offset, length } = error;
  return (
    <span className="filter-mirror" aria-hidden="true">
      <span className="filter-mirror-text" style={{ marginLeft: -scrolled }}>
        {text.slice(0, offset)}
        <span className="filter-mirror-wrong">{text.slice(offset, offset + length) || ' '}</span>
        {text.slice(offset + length)}
      </span>
    </span>
  );
}
