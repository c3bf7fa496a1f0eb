/**
 * Every sentence the app says by itself. What stands on the page from the start is in
 * templates/index.html.j2; together the two are what a translation has to translate.
 *
 * A message about a problem says what happened and what to do now.
 */

const kinds = {
  pdf: 'a PDF document',
  svg: 'an SVG drawing',
  text: 'a text file',
  unknown: 'something else',
  heic: 'HEIC',
  avif: 'AVIF',
  tiff: 'TIFF',
};

const PHOTO_TYPES = 'JPEG, PNG or WebP';

const count = new Intl.NumberFormat('en');
const percent = new Intl.NumberFormat('en', { style: 'percent' });

export const messages = {
  /** One for each code in scan/problem.js and page/camera.js, given its facts. */
  problems: {
    'empty-file': () => 'This file is empty. Choose another photo, or take this one again.',
    'not-a-picture': ({ type }) =>
      `This file is not a photo but ${kinds[type] ?? kinds.unknown}. Choose a ${PHOTO_TYPES} picture; of a document, take a photo or a screenshot.`,
    'unsupported-picture': ({ type }) =>
      `This browser cannot open ${kinds[type] ?? 'this kind of'} pictures. Save the photo as ${PHOTO_TYPES}, or take a screenshot of it, and choose that.`,
    'damaged-picture': () =>
      'This photo is damaged or incomplete and cannot be opened. Choose another one, or copy it to this device again.',
    'too-large': ({ megapixels, most }) =>
      `This photo has ${count.format(megapixels)} megapixels; up to ${count.format(most)} fit into memory. Make it smaller, or crop it to the part with the link.`,
    'too-small': ({ width, height, least }) =>
      `This picture is only ${count.format(width)} × ${count.format(height)} pixels. Choose one at least ${count.format(least)} pixels wide and high, in which you can read the link yourself.`,
    'no-webassembly': () =>
      'This browser has no WebAssembly, which the reading of links needs. Open this page in a current Chrome, Firefox, Safari or Edge, or turn off lockdown mode for this site.',
    'load-failed': () =>
      'A part of the app did not arrive, or arrived damaged. Check the connection, then try again.',
    'reader-failed': () =>
      'The part that reads letters did not arrive. Check the connection, then choose the photo again.',
    'scan-failed': () =>
      'The scan stopped unexpectedly, and the scanner was started again. Choose the photo once more; if it happens again, try a smaller one.',
    'scan-failed-again': () =>
      'The scanner keeps stopping on this device. Close other tabs and apps, then try again.',
    'no-camera': () => 'No camera was found. Connect one, or choose a photo instead.',
    'camera-denied': () =>
      'The camera is blocked for this site. Allow it in the browser’s site settings and open it again, or choose a photo instead.',
    'camera-busy': () =>
      'Another app is using the camera. Close that app and open the camera again, or choose a photo instead.',
    'camera-lost': () => 'The camera was switched off. Open it again, or choose a photo instead.',
    'camera-unsupported': () =>
      'This browser gives no access to the camera on this page. Choose a photo instead; it reads links just as well.',
  },

  loading: 'Getting ready…',
  retrying: 'Trying again…',
  opening: 'Opening the photo…',
  detecting: 'Looking for links…',
  reading: 'Reading…',
  preparingReader: 'Preparing the reader, this once…',
  cameraRunning: 'Hold the camera over a link. Links appear here as they are read.',
  cameraStarting: 'Starting the camera…',

  found: (n) => (n === 1 ? '1 link found.' : `${count.format(n)} links found.`),
  foundNone: 'No links found.',
  foundOne: (printed) => `Found ${printed}`,

  startCamera: 'Open camera',
  stopCamera: 'Close camera',

  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Hold the link to copy it',
  copyLink: (printed) => `Copy ${printed}`,
  printOf: (printed) => `The print in the picture, read as ${printed}`,
  changed: (readAs) => `Read as “${readAs}”, and put right`,

  /** Why a link is not sure: 'letters' and 'cut' come from the scan, the others from links/rules.json. */
  doubts: {
    letters: 'Hard to read: compare it with the print',
    cut: 'The picture ends before the link does',
    suffix: 'No known ending of a web address',
    glued: 'It may begin earlier than shown',
    slash: 'Check the slashes: one may be a letter',
    space: 'Printed with a space, read without it',
    userinfo: 'What stands before the @ is not the site',
    broken: 'It may go on in the next line',
    ellipsis: 'The print leaves a part out',
    sentence: 'The next sentence may have been read with it',
    odd: 'An unusual character follows the site’s name',
    file: 'It may be the name of a file',
    prose: 'It may be two words with a full stop between',
    product: 'It may be the name of a product',
    number: 'It may be a number',
  },

  offline: {
    saving: (part) => `Saving for offline, ${percent.format(part)}`,
    ready: 'Works offline',
    unsupported: 'Needs a connection: this browser keeps no apps offline',
    failed: 'Not saved for offline use yet',
  },
};

/** @param {{code: string, facts?: Record<string, string | number>}} problem */
export const problemText = ({ code, facts = {} }) =>
  (messages.problems[code] ?? messages.problems['scan-failed'])(facts);
