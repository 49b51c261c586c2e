import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Runs every rule that axe has, and fails with each violation and the elements it is about. */
export async function expectNoViolations(page: Page, where: string): Promise<void> {
  // The page has no frames; without this axe opens a page of its own beside it.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const told = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
  }));
  expect(told, where).toEqual([]);
}
