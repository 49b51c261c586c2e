import { useLayoutEffect, useRef } from 'react';
import { actions, type FileId, type MapRange } from '../../state/index.ts';
import type { MapAggregate } from '../../workers/index.ts';
import type { ChartColours } from '../ui/chartColours.ts';
import { Button, formatBytes, formatOffset } from '../ui/index.ts';
import { paintMap } from './paintMap.ts';

interface MapOverviewProps {
  readonly fileId: FileId;
  readonly size: number;
  readonly range: MapRange;
  /** Of the whole file. */
  readonly map: MapAggregate | null;
  readonly stoppedAt: number | null;
  readonly colours: ChartColours | null;
}

const WIDTH = 600;
const HEIGHT = 8;

/** The whole file, small, and where in it the strip above is. */
export function MapOverview({ fileId, size, range, map, stoppedAt, colours }: MapOverviewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context && colours !== null) paintMap(context, { from: 0, to: size, map, stoppedAt }, colours, 1);
  }, [size, map, stoppedAt, colours]);
  const percent = (offset: number): string => `${(offset / Math.max(1, size)) * 100}%`;
  return (
    <div className="map-overview">
      <div className="map-overview-strip" aria-hidden="true">
        <canvas ref={canvas} width={WIDTH} height={HEIGHT} />
        <span style={{ left: percent(range.from), width: percent(range.to - range.from) }} />
      </div>
      <p>
        <span className="mono">
          {formatOffset(Math.floor(range.from))} – {formatOffset(Math.ceil(range.to))}
        </span>{' '}
        · {formatBytes(range.to - range.from)} of {formatBytes(size)}
      </p>
      <Button size="small" variant="quiet" onClick={() => actions.setMapRange(fileId, null)}>
        Show all
      </Button>
    </div>
  );
}
