/**
 * What can go wrong in a way the user can do something about.
 *
 * A problem carries a code and facts, never a sentence: the page owns the words
 * (page/messages.js), and only plain data crosses from the worker to the page.
 */

/**
 * @typedef {'empty-file' | 'not-a-picture' | 'unsupported-picture' | 'damaged-picture'
 *   | 'too-large' | 'too-small' | 'no-webassembly' | 'load-failed' | 'reader-failed'
 *   | 'scan-failed'} ProblemCode
 */

export class Problem extends Error {
  /**
   * @param {ProblemCode} code
   * @param {Record<string, string | number>} [facts] what the message needs to say
   * @param {unknown} [cause] the error underneath, for the console
   */
  constructor(code, facts = {}, cause = undefined) {
    super(code, { cause });
    this.name = 'Problem';
    this.code = code;
    this.facts = facts;
  }
}

/**
 * The plain form that postMessage carries; errors nobody foresaw become `scan-failed`.
 *
 * @param {unknown} error
 * @returns {{code: ProblemCode, facts: Record<string, string | number>}}
 */
export function describeProblem(error) {
  if (error instanceof Problem) return { code: error.code, facts: error.facts };
  return { code: 'scan-failed', facts: { detail: String(error?.message ?? error) } };
}
