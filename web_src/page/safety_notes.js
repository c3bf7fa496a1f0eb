/**
 * The words for what web_src/safety finds.
 */

import { message } from './messages.js';

/**
 * @param {{code: string, facts?: Record<string, string>}[]} warnings
 * @param {string[]} [told] what the link's doubts say already
 */
export const safetyNotes = (warnings, told = []) =>
  warnings.filter(({ code }) => !told.includes(code)).map(({ code, facts }) => message(`safety.${code}`, facts));

/**
 * Where many links stand together: that one is not encrypted is left to its card. In a list of older print it
 * would stand everywhere.
 */
export const briefNotes = (warnings, told = []) => safetyNotes(warnings, [...told, 'http']);
