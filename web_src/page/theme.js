/**
 * Light or dark, and how much contrast: what the person chose in the settings, else what the
 * system says. Told to the style sheet as data-theme and data-contrast on the root.
 */

import { onChoice, setting } from './settings.js';

const dark = matchMedia('(prefers-color-scheme: dark)');
const contrast = matchMedia('(prefers-contrast: more)');

/** The browser's own bars take the colour of the paper. */
const PAPER = { light: '#faf7f0', dark: '#10151f' };
const PURE = { light: '#ffffff', dark: '#000000' };

export function showTheme(root = document.documentElement) {
  const chosen = setting('theme');
  const theme = ['light', 'dark'].includes(chosen) ? chosen : dark.matches ? 'dark' : 'light';
  const more = chosen === 'contrast' || contrast.matches;
  root.dataset.theme = theme;
  root.dataset.contrast = more ? 'more' : 'usual';
  const colour = document.querySelector('meta[name=theme-color]');
  if (colour) colour.content = (more ? PURE : PAPER)[theme];
}

export function followTheme() {
  for (const question of [dark, contrast]) question.addEventListener('change', () => showTheme());
  onChoice('theme', () => showTheme());
}
