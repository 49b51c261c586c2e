import { appStore } from './appStore.ts';
import type { Toast } from './model.ts';

/** More than these at once would hide the page; the oldest goes first. */
const MAX_TOASTS = 4;

let lastId = 0;

/** Says something in passing. A toast that is already shown is not shown twice. */
export function showToast(tone: Toast['tone'], text: string): void {
  appStore.setState((state) => {
    if (state.toasts.some((toast) => toast.text === text && toast.tone === tone)) return state;
    lastId += 1;
    return { toasts: [...state.toasts, { id: lastId, tone, text }].slice(-MAX_TOASTS) };
  });
}

export function dismissToast(id: number): void {
  appStore.setState((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) }));
}
