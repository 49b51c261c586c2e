/*
 * Whoever asks for the repair of a row wants to see its step, which is drawn only once the plan has been made. The
 * inspector leaves the wish here, and the step takes it.
 */
let wished = false;

/** The step of the selected row is to be shown once it is there. */
export function wishForStep(): void {
  wished = true;
}

/** Whether somebody wished for it; a wish is granted once. */
export function takeStepWish(): boolean {
  const was = wished;
  wished = false;
  return was;
}
