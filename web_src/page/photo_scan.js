/**
 * Photos from their choice to the list of their links, one after the other.
 */

import { message, problemText } from './messages.js';

/**
 * @param {File[]} files
 * @param {ReturnType<import('./scanner.js').createScanner>} scanner
 * @param {ReturnType<import('./screen.js').createScreen>} screen
 */
export function scanPhotos(files, scanner, screen) {
  /** @type {{file: File, problem: import('./scanner.js').Problem}[]} */
  const failed = [];
  screen.begin('photo');
  screen.progress.say(message('scan.detecting'));
  scanFrom(0);

  function scanFrom(place) {
    if (place === files.length) return finish();
    if (place > 0) screen.another();
    scanPhoto(files[place], place, scanner, screen, {
      name: (text) => (files.length === 1 ? text : message('scan.photo-of', { n: place + 1, of: files.length, text })),
      onEnd(problem) {
        if (problem) failed.push({ file: files[place], problem });
        scanFrom(place + 1);
      },
    });
    return undefined;
  }

  /** What one photo gave is not lost because another one is no photo. */
  function finish() {
    if (failed.length === files.length) return screen.fail(problemText(failed[0].problem));
    screen.end();
    if (failed.length) {
      const [{ file, problem }] = failed;
      screen.tell(message('scan.some-failed', { n: failed.length, of: files.length, name: file.name, problem: problemText(problem) }));
    }
    return undefined;
  }
}

/**
 * @param {File} file
 * @param {number} place  among the photos chosen together
 * @param {ReturnType<import('./scanner.js').createScanner>} scanner
 * @param {ReturnType<import('./screen.js').createScreen>} screen
 * @param {object} more
 * @param {(text: string) => string} more.name   tells which photo the words are about
 * @param {(problem?: import('./scanner.js').Problem) => void} more.onEnd
 */
function scanPhoto(file, place, scanner, screen, { name, onEnd }) {
  let size;
  let waitingForReader = false;
  const show = (text, part) => screen.progress.show(name(text), part);
  show(message('scan.opening'));

  scanner.photo(file, {
    picture(opened) {
      size = opened;
      screen.stage.showPhoto(file, size);
      show(message('scan.detecting'));
    },
    progress({ stage, done, of }) {
      show(...STAGES[stage](done, of));
      waitingForReader = stage === 'reader';
    },
    reader(part) {
      if (waitingForReader) show(...STAGES.reader(part, 1));
    },
    link(link) {
      screen.put(`photo-${place}-link-${link.number}`, link, size);
    },
    done: () => onEnd(),
    problem: onEnd,
  });
}

/**
 * Looking takes the first half of the bar, reading the second: how much there is to read
 * shows only after the first.
 */
const STAGES = {
  detect: (done, of) => [message('scan.detecting'), (0.5 * done) / of],
  reader: (done, of) => [message('scan.preparing-reader'), 0.5 + (0.1 * done) / of],
  read: (done, of) => [message('scan.reading'), 0.6 + (0.4 * done) / of],
};
