/* What wheel, mouse and fingers do to the chart: they zoom, pan, pick a part, and click. */
import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { clamp } from '../../base/index.ts';
import { actions, type FileId, type MapRange } from '../../state/index.ts';
import type { TimelineAxis } from '../../workers/index.ts';
import { type AxisScale, panned, placeAt, rangeOf, zoomed } from './axisScale.ts';

/** A pointer that moved less than this has clicked. */
const CLICK_PIXELS = 4;
const WHEEL_STEP = 0.0016;
/** Fingers closer than this count as this far apart: less of a distance says little. */
const LEAST_SPREAD = 24;

interface Drag {
  readonly x: number;
  readonly y: number;
  readonly pans: boolean;
  moved: boolean;
  last: number;
}

/** Pixels of the chart. */
interface Brush {
  readonly from: number;
  readonly to: number;
}

/**
 * One pointer drags: a mouse picks a part, with Shift, or as a finger, it moves along. Two fingers zoom.
 * @param onClick told where, in the chart's pixels
 */
export function useChartGestures(
  box: RefObject<HTMLElement | null>,
  fileId: FileId,
  axis: TimelineAxis,
  scale: AxisScale,
  onClick: (x: number, y: number) => void,
) {
  const [brush, setBrush] = useState<Brush | null>(null);
  const drag = useRef<Drag | null>(null);
  /** Where each finger is; two of them are a pinch, and whatever was dragged is over. */
  const fingers = useRef(new Map<number, number>());
  const latest = useRef(scale);
  useEffect(() => {
    latest.current = scale;
  });
  const show = (part: MapRange | null): void => actions.setMapRange(fileId, part);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    // React's own wheel listeners are passive: they could not keep the page from scrolling.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.deltaY) || event.shiftKey) {
        actions.setMapRange(fileId, panned(axis, latest.current, sideways));
        return;
      }
      const factor = Math.exp(event.deltaY * WHEEL_STEP * (event.ctrlKey ? 6 : 1));
      const x = event.clientX - element.getBoundingClientRect().left;
      actions.setMapRange(fileId, zoomed(axis, latest.current, factor, x));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [box, axis, fileId]);

  const placeOf = (event: PointerEvent): { readonly x: number; readonly y: number } => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const pinch = (pointer: number, x: number): void => {
    const before = spreadOf(fingers.current);
    fingers.current.set(pointer, x);
    const after = spreadOf(fingers.current);
    // What was between the fingers stays between them: what lies there, and how much of it.
    const share = (before.spread / after.spread) * ((scale.to - scale.from) / Math.max(1, scale.width));
    const from = placeAt(scale, before.middle) - after.middle * share;
    show(rangeOf(axis, scale, from, from + share * scale.width));
  };
  const release = (event: PointerEvent): Drag | null => {
    const held = drag.current;
    fingers.current.delete(event.pointerId);
    drag.current = null;
    setBrush(null);
    return held;
  };

  return {
    brush,
    handlers: {
      onPointerDown(event: PointerEvent): void {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const { x, y } = placeOf(event);
        const isTouch = event.pointerType === 'touch';
        if (isTouch) fingers.current.set(event.pointerId, x);
        drag.current =
          fingers.current.size > 1 ? null : { x, y, pans: event.shiftKey || isTouch, moved: false, last: x };
      },
      onPointerMove(event: PointerEvent): void {
        const { x } = placeOf(event);
        if (fingers.current.size === 2 && fingers.current.has(event.pointerId)) {
          pinch(event.pointerId, x);
          return;
        }
        const held = drag.current;
        if (held === null) return;
        held.moved ||= Math.abs(x - held.x) >= CLICK_PIXELS;
        if (!held.moved) return;
        if (held.pans) {
          show(panned(axis, scale, held.last - x));
          held.last = x;
        } else {
          const [from, to] = [Math.min(x, held.x), Math.max(x, held.x)];
          setBrush({ from: clamp(from, 0, scale.width), to: clamp(to, 0, scale.width) });
        }
      },
      onPointerUp(event: PointerEvent): void {
        const held = release(event);
        if (held === null) return;
        const { x, y } = placeOf(event);
        if (!held.moved) onClick(x, y);
        else if (!held.pans) {
          const [from, to] = [Math.min(x, held.x), Math.max(x, held.x)];
          show(rangeOf(axis, scale, placeAt(scale, from), placeAt(scale, to)));
        }
      },
      onPointerCancel: (event: PointerEvent): void => void release(event),
      onDoubleClick: () => show(null),
    },
  };
}

function spreadOf(fingers: ReadonlyMap<number, number>): {
  readonly middle: number;
  readonly spread: number;
} {
  const [a = 0, b = a] = [...fingers.values()];
  return { middle: (a + b) / 2, spread: Math.max(LEAST_SPREAD, Math.abs(a - b)) };
}
