import { useRef } from 'react';
import { squarify } from './squarify.ts';
import { useGridWidth } from './useGridWidth.ts';
import './Treemap.css';

export interface TreemapItem {
  readonly id: string;
  readonly label: string;
  /** In words, for the tooltip: "1,204 keys · 3.1 MiB". */
  readonly detail: string;
  readonly value: number;
  /** A share, 0 … 1, that is hatched: what is gone of it, say. */
  readonly faded: number;
}

interface TreemapProps {
  /** What it shows. It is a picture: the same has to stand beside it as a list. */
  readonly label: string;
  readonly items: readonly TreemapItem[];
  /** Pixels. */
  readonly height: number;
  readonly onChoose: (id: string) => void;
}

/** Smaller ones get no text. */
const TEXT_WIDTH = 46;
const TEXT_HEIGHT = 22;
/** Of an average letter. */
const LETTER = 6.6;
const SHADES = 6;

/** Rectangles in proportion to values; a click chooses one. */
export function Treemap({ label, items, height, onChoose }: TreemapProps) {
  const box = useRef<HTMLDivElement>(null);
  const measured = useGridWidth(box);
  const width = Number.isFinite(measured) ? measured : 0;
  const rects = squarify(
    items.map(({ value }) => value),
    width,
    height,
  );
  return (
    <div ref={box} className="treemap">
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {rects.map(({ index, x, y, width: wide, height: high }, rank) => {
          const item = items[index] as TreemapItem;
          const letters = Math.floor((wide - 12) / LETTER);
          const name =
            item.label.length > letters ? `${item.label.slice(0, Math.max(1, letters - 1))}…` : item.label;
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the same
            <g
              key={item.id}
              className={`treemap-item treemap-shade-${rank % SHADES}`}
              onClick={() => onChoose(item.id)}
            >
              <title>{`${item.label}\n${item.detail}`}</title>
              <rect
                x={x + 0.5}
                y={y + 0.5}
                width={Math.max(0, wide - 1)}
                height={Math.max(0, high - 1)}
                rx={2}
              />
              {item.faded > 0 && (
                <rect
                  className="treemap-faded"
                  x={x + 0.5}
                  y={y + 0.5 + (high - 1) * (1 - item.faded)}
                  width={Math.max(0, wide - 1)}
                  height={Math.max(0, (high - 1) * item.faded)}
                />
              )}
              {wide > TEXT_WIDTH && high > TEXT_HEIGHT && (
                <text x={x + 6} y={y + 15}>
                  {name}
                </text>
              )}
              {wide > 2 * TEXT_WIDTH && high > 2 * TEXT_HEIGHT && (
                <text x={x + 6} y={y + 30} className="treemap-detail">
                  {item.detail.length > letters ? `${item.detail.slice(0, letters - 1)}…` : item.detail}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
