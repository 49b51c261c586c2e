import { useEffect, useId, useState } from 'react';
import { actions, announceFailure, type FileId, service } from '../../state/index.ts';
import type { KeyBranch, KeyBranches, KeyQuery, KeysReport } from '../../workers/index.ts';
import { Button, formatBytes, formatCount, formatNumberOf, Icon, Segmented } from '../ui/index.ts';
import { Treemap } from '../ui/Treemap.tsx';
import { changeLook, type KeysLook, NO_PREFIX } from './keyQueries.ts';
import { prefixPath } from './prefixPath.ts';
import './KeyGroups.css';

interface KeyGroupsProps {
  readonly fileId: FileId;
  readonly report: KeysReport;
  readonly look: KeysLook;
  readonly query: KeyQuery;
  readonly onOpen: () => void;
}

/** Pixels. */
const MAP_HEIGHT = 220;
/** The smallest ones would be specks. */
const MOST_RECTS = 150;

/** Keys by prefix, one level at a time: as areas, and as the same list in numbers. */
export function KeyGroups({ fileId, report, look, query, onOpen }: KeyGroupsProps) {
  const separator = look.separator ?? report.separator;
  const { measure } = look;
  const found = useBranches(fileId, query, separator, measure);
  const id = useId();

  const choose = (branch: KeyBranch): void => {
    if (branch.key === null) changeLook(fileId, { prefix: branch.prefix });
    else {
      actions.selectKeys(fileId, [branch.key]);
      onOpen();
    }
  };
  const path = prefixPath(look.prefix, separator);
  const most = Math.max(1, ...(found?.branches ?? []).map((branch) => branch[measure]));
  return (
    <div className="key-groups">
      <div className="key-groups-bar">
        <nav className="key-groups-path" aria-label="Prefix">
          <button
            type="button"
            className="link-button"
            onClick={() => changeLook(fileId, { prefix: NO_PREFIX })}
          >
            All keys
          </button>
          {path.map((step, at) => (
            <span key={step.text}>
              <Icon name="chevronRight" size={12} />
              {at === path.length - 1 ? (
                <span className="mono">{step.label}</span>
              ) : (
                <button
                  type="button"
                  className="link-button mono"
                  onClick={() => changeLook(fileId, { prefix: step.prefix })}
                >
                  {step.label}
                </button>
              )}
            </span>
          ))}
        </nav>
        <Segmented
          label="Size by"
          size="small"
          options={[
            { value: 'bytes', label: 'Bytes' },
            { value: 'operations', label: 'Records' },
          ]}
          value={measure}
          onChange={(next) => changeLook(fileId, { measure: next })}
        />
        <label className="key-groups-separator" htmlFor={id}>
          Separator
          <input
            id={id}
            type="text"
            maxLength={1}
            value={separator}
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => {
              const next = event.currentTarget.value;
              if (next.length === 1 && next.charCodeAt(0) < 128)
                changeLook(fileId, { separator: next, prefix: NO_PREFIX });
            }}
          />
        </label>
      </div>
      {found !== null && found.branches.length === 0 && (
        <p className="key-groups-none">No key is left to group.</p>
      )}
      {found !== null && found.branches.length > 0 && (
        <div className="key-groups-scroll">
          <Treemap
            label={`Prefixes by ${measure === 'bytes' ? 'bytes' : 'records'}; the table below has the same in numbers`}
            height={MAP_HEIGHT}
            items={found.branches.slice(0, MOST_RECTS).map((branch, at) => ({
              id: String(at),
              label: branch.label,
              detail: `${branch.key === null ? `${formatNumberOf(branch.keys, 'key')} · ` : ''}${formatNumberOf(branch.operations, 'record')} · ${formatBytes(branch.bytes)}`,
              value: branch[measure],
              faded: 1 - branch.alive / branch.keys,
            }))}
            onChoose={(at) => {
              const branch = found.branches[Number(at)];
              if (branch !== undefined) choose(branch);
            }}
          />
          <table className="key-groups-table">
            <thead>
              <tr>
                <th scope="col">Prefix</th>
                <th scope="col">Keys</th>
                <th scope="col">There</th>
                <th scope="col">Uncertain</th>
                <th scope="col">Records</th>
                <th scope="col">Bytes</th>
                <th scope="col" className="key-groups-share">
                  Share
                </th>
              </tr>
            </thead>
            <tbody>
              {found.branches.map((branch) => (
                <tr key={`${branch.key ?? 'group'} ${branch.prefix.join(' ')}`}>
                  <th scope="row">
                    <button type="button" className="key-groups-name mono" onClick={() => choose(branch)}>
                      <Icon name={branch.key === null ? 'folder' : 'key'} size={13} />
                      {branch.label === '' ? '(ends here)' : branch.label}
                    </button>
                  </th>
                  <td>{formatCount(branch.keys)}</td>
                  <td>{formatCount(branch.alive)}</td>
                  <td className={branch.doubtful > 0 ? 'key-doubt-warn' : undefined}>
                    {branch.doubtful === 0 ? '—' : formatCount(branch.doubtful)}
                  </td>
                  <td>{formatCount(branch.operations)}</td>
                  <td>{formatCount(branch.bytes)}</td>
                  <td className="key-groups-share">
                    <meter
                      min={0}
                      max={most}
                      value={branch[measure]}
                      aria-label={`Share of ${branch.label}`}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {found.rest.branches > 0 && (
            <p className="key-groups-none">
              And {formatNumberOf(found.rest.branches, 'smaller one')} with{' '}
              {formatNumberOf(found.rest.keys, 'key')}, {formatBytes(found.rest.bytes)} in all.{' '}
              <Button size="small" onClick={() => changeLook(fileId, { mode: 'table' })}>
                Show all as a table
              </Button>
            </p>
          )}
        </div>
      )}
    </div>
  );
}

/** The last answer stays until the next has come. */
function useBranches(
  id: FileId,
  query: KeyQuery,
  separator: string,
  measure: 'bytes' | 'operations',
): KeyBranches | null {
  const [found, setFound] = useState<KeyBranches | null>(null);
  useEffect(() => {
    let current = true;
    service(id)
      .keyBranches(query, separator, measure)
      .then(
        (answer) => current && setFound(answer),
        (error) => current && announceFailure(error, null),
      );
    return () => {
      current = false;
    };
  }, [id, query, separator, measure]);
  return found;
}
