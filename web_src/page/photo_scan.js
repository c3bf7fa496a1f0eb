/**
 * One photo from its choice to the list of its links.
 */

import { message, problemText } from './messages.js';

/**
 * @param {Blob} file
 * @param {ReturnType<import('./scanner.js').createScanner>} scanner
 * @param {ReturnType<import('./screen.js').createScreen>} screen
 */
export function scanPhoto(file, scanner, screen) {
  let size;
  let waitingForReader = false;
  screen.begin('photo');
  screen.progress.show(message('scan.opening'));
  screen.progress.say(message('scan.detecting'));

  scanner.photo(file, {
    picture(opened) {
      size = opened;
      screen.stage.showPhoto(file, size);
      screen.progress.show(message('scan.detecting'));
    },
    progress({ stage, done, of }) {
      const [text, part] = STAGES[stage](done, of);
      screen.progress.show(text, part);
      waitingForReader = stage === 'reader';
    },
    reader(part) {
      if (waitingForReader) screen.progress.show(...STAGES.reader(part, 1));
    },
    link(link) {
      screen.put(`link-${link.number}`, link, size);
    },
    done() {
      screen.end();
    },
    problem(problem) {
      screen.fail(problemText(problem));
    },
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
