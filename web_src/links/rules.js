/**
 * The rules of rules.json, with their patterns compiled. The twin of training/links/rules.py.
 */
import RULES from './rules.json' with { type: 'json' };

export { RULES };

const compiled = new Map();

/** A pattern of the rules; <name> in it stands for a class of characters, or for what else the rules name beside these. */
export function pattern(source, flags) {
  const key = flags + source;
  if (!compiled.has(key)) {
    const expanded = source.replace(/<([A-Za-z]+)>/g, (_, name) => RULES.characters[name]);
    compiled.set(key, new RegExp(expanded, flags));
  }
  return compiled.get(key);
}

/** What a pattern matches right at a position, or null. */
export function matchAt(source, text, position) {
  const expression = pattern(source, 'y');
  expression.lastIndex = position;
  return expression.exec(text);
}

/** Whether a pattern matches anywhere in a text. */
export function foundIn(source, text) {
  return pattern(source, '').test(text);
}

/** A-Z made small and nothing else, so that every position stays what it was. */
export function asciiLower(text) {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
