import { useRef } from 'react';
import { actions, appStore, type FileId, getFile, type MapRange } from '../../state/index.ts';
import type { TimelineAxis } from '../../workers/index.ts';
import { type ChartColours, readChartColours } from '../ui/chartColours.ts';
import { Button } from '../ui/index.ts';
import { downloadBlob } from '../ui/saveTarget.ts';
import { type AxisMode, scaleOf } from './axisScale.ts';
import { heightOf, laneScene } from './laneScene.ts';
import { paintScene, type Shape, sceneSvg } from './scene.ts';
import type { KnownLane } from './useLanes.ts';

const WIDTH = 1600;
/** Device pixels to a pixel of a saved picture. */
const SHARPNESS = 2;

interface ExportMenuProps {
  readonly fileId: FileId;
  readonly axis: TimelineAxis | null;
  readonly mode: AxisMode;
  readonly range: MapRange | null;
  readonly lanes: readonly KnownLane[];
}

/** Saves the lanes, as they are shown, as a picture. */
export function ExportMenu({ fileId, axis, mode, range, lanes }: ExportMenuProps) {
  const probe = useRef<HTMLSpanElement>(null);
  const drawn = (): {
    readonly shapes: readonly Shape[];
    readonly colours: ChartColours;
    readonly name: string;
  } | null => {
    if (axis === null || probe.current === null) return null;
    const scale = scaleOf(axis, mode, range, WIDTH);
    const name = getFile(appStore.getState(), fileId)?.name ?? 'timeline';
    const shapes = laneScene({ axis, scale, lanes, at: null, active: null, names: true });
    return { shapes, colours: readChartColours(probe.current), name: `${name}.timeline` };
  };
  const size = { width: WIDTH, height: heightOf(lanes.length) };
  const saveSvg = (): void => {
    const picture = drawn();
    if (picture === null) return;
    const text = sceneSvg(picture.shapes, size, picture.colours, picture.name);
    downloadBlob(new Blob([text], { type: 'image/svg+xml' }), `${picture.name}.svg`);
  };
  const savePng = async (): Promise<void> => {
    const picture = drawn();
    const canvas = new OffscreenCanvas(size.width * SHARPNESS, size.height * SHARPNESS);
    const context = canvas.getContext('2d');
    if (picture === null || context === null) return;
    context.scale(SHARPNESS, SHARPNESS);
    context.fillStyle = picture.colours.page;
    context.fillRect(0, 0, size.width, size.height);
    // An offscreen canvas draws as the one of the page does; only their types differ.
    const target = context as unknown as CanvasRenderingContext2D;
    paintScene(target, picture.shapes, picture.colours, { sans: 'sans-serif', mono: 'monospace' });
    downloadBlob(await canvas.convertToBlob({ type: 'image/png' }), `${picture.name}.png`);
  };
  return (
    <span className="timeline-export">
      <Button size="small" icon="download" disabled={lanes.length === 0} onClick={saveSvg}>
        SVG
      </Button>
      <Button
        size="small"
        icon="download"
        disabled={lanes.length === 0}
        onClick={() =>
          void savePng().catch(() => actions.toast('bad', 'The browser could not make the picture.'))
        }
      >
        PNG
      </Button>
      <span ref={probe} hidden />
    </span>
  );
}
