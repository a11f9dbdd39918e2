/**
 * Colours by role, light and dark. The hues follow Okabe and Ito, which differ under all common kinds of colour blindness.
 * They are darkened or lightened so that text reaches 4.5 : 1 and marks 3 : 1 on the ground (WCAG 2.2 §1.4.3, §1.4.11).
 */
const palette = {
  ground: ['#ffffff', '#14181d'],
  ink: ['#1c2127', '#e6e9ed'],
  soft: ['#57606a', '#a7b1bc'],
  rule: ['#d5dbe1', '#363e48'],
  main: ['#0a68a8', '#62b5ea'],
  pale: ['#9cc9e8', '#2f5f80'],
  bad: ['#b3440a', '#f59a5c'],
  good: ['#00735a', '#45c9a3'],
} as const;

type Role = keyof typeof palette;
export type Theme = 'light' | 'dark';

const roles = Object.keys(palette) as readonly Role[];

const value = (role: Role, theme: Theme): string => palette[role][theme === 'light' ? 0 : 1];

/** `--ink: #1c2127; …`: CSS variables of a page, whose theme can change. */
export const variables = (theme: Theme): string => roles.map((role) => `--${role}:${value(role, theme)}`).join(';');

/** Fills and strokes by class. Some viewers of SVG files lack CSS variables, so a file contains the colours themselves. */
export const colourRules = (colour: (role: Role) => string): string =>
  roles.map((role) => `.f-${role}{fill:${colour(role)}}.s-${role}{stroke:${colour(role)}}`).join('');

export const ownColours = (theme: Theme): string => colourRules((role) => value(role, theme));
export const pageColours = colourRules((role) => `var(--${role})`);
