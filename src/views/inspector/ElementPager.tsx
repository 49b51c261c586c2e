import { type FormEvent, useState } from 'react';
import type { ElementsView } from '../../workers/index.ts';
import { Button, formatCount } from '../ui/index.ts';
import './ElementPager.css';

/** As many as the worker lists at once. */
const PAGE = 500;

interface ElementPagerProps {
  readonly elements: ElementsView;
  readonly onPage: (first: number) => void;
}

/** Pages through the elements of a collection that are too many for one list. */
export function ElementPager({ elements, onPage }: ElementPagerProps) {
  const { first, count, total } = elements;
  const [wanted, setWanted] = useState('');
  const number = Number(wanted.replaceAll(/[\s,.]/g, ''));
  const isPlace = wanted.trim() !== '' && Number.isInteger(number) && number >= 0 && number < total;

  const go = (event: FormEvent): void => {
    event.preventDefault();
    if (isPlace) onPage(number);
  };

  return (
    <form className="element-pager" onSubmit={go} aria-label="Elements of the collection">
      <span role="status">
        Elements {formatCount(first)} to {formatCount(Math.max(first, first + count - 1))} of 0 to{' '}
        {formatCount(total - 1)}
      </span>
      <Button size="small" disabled={first === 0} onClick={() => onPage(Math.max(0, first - PAGE))}>
        Previous
      </Button>
      <Button size="small" disabled={first + count >= total} onClick={() => onPage(first + count)}>
        Next
      </Button>
      <input
        type="text"
        inputMode="numeric"
        className="element-pager-place"
        aria-label="Element to go to"
        aria-invalid={wanted.trim() !== '' && !isPlace}
        placeholder="Number"
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      <Button size="small" type="submit" disabled={!isPlace}>
        Go
      </Button>
    </form>
  );
}
