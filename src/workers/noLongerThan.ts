/** Resolves when `promise` is settled, or when so much time has gone by. */
export async function noLongerThan(ms: number, promise: Promise<void> | void): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([Promise.resolve(promise).catch(() => undefined), over]);
  clearTimeout(timer);
}
