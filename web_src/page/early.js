/**
 * What must be settled before anything is drawn, so it stands inside the page: the theme, or a
 * light page would flash in a dark room; and the language, or the English page would.
 */

import { setting } from './settings.js';
import { followTheme, showTheme } from './theme.js';

showTheme();
followTheme();

/**
 * Only the address without a language leads on; whoever asks for de.html gets de.html. Nor is a page
 * left that files were opened with (file_handlers in the web manifest): they are handed to it alone.
 */
const withFiles = location.search === '?open';
const others = document.documentElement.dataset.translations?.split(' ') ?? [];
const wanted = setting('language') ?? preferred(['en', ...others]);
if (others.includes(wanted) && !withFiles) location.replace(`${wanted}.html${location.search}${location.hash}`);

/** The first of the person's languages that there is; their regions (de-AT) do not matter. */
function preferred(there) {
  return navigator.languages.map((tag) => tag.split('-')[0].toLowerCase()).find((code) => there.includes(code));
}
