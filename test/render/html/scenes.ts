import type { BrowserContextOptions } from 'playwright-core';
import type { Run } from '../../../src/model/run.ts';
import { frozenRun } from '../../golden/frozen-run.ts';
import { judgedOwn } from '../judged-profile.ts';
import { checkedRun, clientsRun, comparedRun, doubtfulRun, healthyRun, storyRun, waitsRun } from '../runs.ts';

export const wide = { viewport: { width: 1_100, height: 900 } };
export const views = {
  light: { ...wide, colorScheme: 'light' },
  dark: { ...wide, colorScheme: 'dark' },
  narrow: { viewport: { width: 390, height: 844 } },
} as const satisfies Readonly<Record<string, BrowserContextOptions>>;

/** One timeline of each kind. */
export const longRun: Run = {
  ...frozenRun,
  suites: frozenRun.suites.map((trial) => ({
    ...trial,
    timeline: Array.from({ length: 600 }, (_, fromS) => {
      const times = { meanMs: 9, p50Ms: 8, p95Ms: 12, p99Ms: 14, maxMs: fromS === 432 ? 999 : 20 };
      return { fromS, lengthS: 1, n: 100, errors: 0, failed: null, ...times };
    }),
    serverTimingMs: { db: { mean: 8, p50: 7, p95: 12 }, sign: { mean: 0.4, p50: 0.4, p95: 0.5 } },
  })),
};

const profiledRun: Run = { ...frozenRun, profile: judgedOwn };

export const scenes = [
  ['frozenRun', 'light', frozenRun],
  ['frozenRun', 'dark', frozenRun],
  ['frozenRun', 'narrow', frozenRun],
  ['profiledRun', 'light', profiledRun],
  ['profiledRun', 'narrow', profiledRun],
  ['checkedRun', 'light', checkedRun],
  ['checkedRun', 'narrow', checkedRun],
  ['storyRun', 'light', storyRun],
  ['storyRun', 'narrow', storyRun],
  ['clientsRun', 'narrow', clientsRun],
  ['comparedRun', 'dark', comparedRun],
  ['comparedRun', 'narrow', comparedRun],
  ['waitsRun', 'narrow', waitsRun],
  ['healthyRun', 'light', healthyRun],
  ['doubtfulRun', 'dark', doubtfulRun],
  ['longRun', 'light', longRun],
  ['longRun', 'narrow', longRun],
] as const satisfies readonly (readonly [string, keyof typeof views, Run])[];

/** What scrolls sideways without a hint, and hints where nothing scrolls. Code wraps. */
export const HINTLESS = `[...document.querySelectorAll('main *')]
  .filter((each) => !each.closest('svg') && each.checkVisibility() && each.clientWidth > 0)
  .filter((each) => {
    const isWider = each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== 'visible';
    const hint = each.closest('.box')?.querySelector('.hint').checkVisibility() === true;
    return isWider ? !hint : hint && each.matches('.scroll');
  })
  .map((each) => each.outerHTML.slice(0, 200))`;

/** Texts of plots that an edge cuts. */
export const CUT_TEXTS = `[...document.querySelectorAll('.plot text')]
  .filter((text) => text.checkVisibility())
  .filter((text) => {
    const [box, whole] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()];
    return box.left < whole.left - 1 || box.right > whole.right + 1 || box.bottom > whole.bottom + 1;
  })
  .map((text) => text.textContent)`;

export const FORMS = `[...document.querySelectorAll('.plot')]
  .filter((plot) => plot.checkVisibility())
  .map((plot) => plot.getAttribute('class'))`;
