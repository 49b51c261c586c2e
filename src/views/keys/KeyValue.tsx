import type { KeyValueView } from '../../workers/index.ts';
import { formatBytes, formatCount, formatNumberOf } from '../ui/index.ts';

/** What a key holds in the end. */
export function KeyValue({ value }: { readonly value: KeyValueView }) {
  return (
    <section aria-label="Value in the end">
      <div className="key-detail-section">
        <h3>Value in the end</h3>
        <span className="key-detail-dim">{sizeText(value)}</span>
      </div>
      <Content value={value} />
    </section>
  );
}

function sizeText(value: KeyValueView): string {
  switch (value.kind) {
    case 'bytes':
      return `${formatNumberOf(value.size, 'byte')}${value.type === null ? '' : ` · ${value.type}`}`;
    case 'elements':
      return formatNumberOf(value.count, 'element');
    default:
      return '';
  }
}

function Content({ value }: { readonly value: KeyValueView }) {
  switch (value.kind) {
    case 'gone':
      return <p className="key-detail-dim">None: the key is not there.</p>;
    case 'too-large':
      return (
        <p className="key-detail-dim">
          Its records have {formatBytes(value.bytes)}; so much is not read for a glance. Its last records say
          how it ends.
        </p>
      );
    case 'bytes':
      return <pre className="key-detail-value">{value.text}</pre>;
    case 'elements':
      return (
        <>
          <ul className="key-detail-elements mono">
            {value.elements.map(({ label, text }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a list may hold the same item twice
              <li key={at}>
                {label !== null && <span className="key-detail-dim">{label}</span>}
                <span>{text}</span>
              </li>
            ))}
          </ul>
          {value.count > value.elements.length && (
            <p className="key-detail-dim">and {formatCount(value.count - value.elements.length)} more</p>
          )}
        </>
      );
  }
}
