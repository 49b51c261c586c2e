/** Resolves once what was put into the store just now is on the screen; in a page that nobody sees not before it is seen. */
export const afterPaint = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
