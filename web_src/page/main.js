/**
 * Where the page starts: finds its parts, ties them together, and lets the two flows run.
 */

import { readAssets } from './assets.js';
import { createCameraControls } from './camera_controls.js';
import { createCameraScan } from './camera_scan.js';
import { openCard } from './card.js';
import { offerInstall } from './install.js';
import { takePhotos } from './intake.js';
import { createLaunch } from './launch.js';
import { createLinkList } from './link_list.js';
import { message, problemText } from './messages.js';
import { keepHistory } from './keep.js';
import { loadHistory, loadSettings } from './later.js';
import { createNotice } from './notice.js';
import { showOfflineStatus } from './offline_status.js';
import { createOverlay } from './overlay.js';
import { scanPhotos } from './photo_scan.js';
import { createProgress } from './progress.js';
import { createRooms } from './rooms.js';
import { createScanner } from './scanner.js';
import { createScreen } from './screen.js';
import { choose, onChoice, setting } from './settings.js';
import { takeFilesFromOutside } from './shared_files.js';
import { createStage } from './stage.js';
import { createWayHome } from './way_home.js';

const part = (id) => document.getElementById(id);

const light = (key) => {
  overlay.light(key);
  list.light(key);
};
const overlay = createOverlay(part('overlay'), {
  onPoint: light,
  chosen: (key) => list.chosen(key),
  onTap(key, event) {
    const near = event.pointerType === 'touch' ? overlay.near(key, event) : []; // a mouse points at what it means
    const ready = !near.length && !event.currentTarget.classList.contains('waiting'); // it may still be read otherwise
    if ((setting('openAtOnce') && ready) || event.ctrlKey || event.metaKey || event.shiftKey) return; // the browser follows the link
    event.preventDefault();
    if (cameraScan.on) holdAndShow(key, near);
    else showCard(key, near);
  },
});
/** The card of a link, with others that may have been meant. */
function showCard(key, near = [], onClose = undefined) {
  const insteadOf = (other) => [key, ...near].filter((one) => one !== other);
  openCard(list.get(key), {
    chosen: list.chosen(key),
    onCorrect(reading) {
      list.correct(key, reading);
      overlay.correct(key);
    },
    onClose,
    near: near.map((other) => ({ ...list.get(other), choose: () => showCard(other, insteadOf(other), onClose) })),
  });
}
/** The camera's picture stands still while its card is open. */
function holdAndShow(key, near) {
  if (!cameraScan.pick(key)) return;
  const held = cameraScan.frozen;
  if (!held) cameraScan.freeze(true);
  showCard(key, near.filter(cameraScan.pick), () => { if (cameraScan.on && !held) cameraScan.freeze(false); });
}
const progress = createProgress(part('progress'), {
  bar: part('progress-bar'), words: part('progress-words'), live: part('live'),
});
const list = createLinkList(part('links'), part('link-template'), {
  onPoint: light, onDetails: (key) => showCard(key), onClear: (links) => { if (links.length) keep(links); }, say: progress.say,
});
const notice = createNotice(part('notice'), {
  text: part('notice-text'), retry: part('notice-retry'), close: part('notice-close'),
});
const screen = createScreen({
  root: document.documentElement,
  home: part('home'),
  results: part('results'),
  nothing: part('nothing'),
  stage: createStage(part('stage'), { sheet: part('sheet'), image: part('photo-view'), video: part('video') }),
  overlay,
  list,
  progress,
  notice,
  onLeave: () => wayHome.leave(),
});

screen.wait('loading');

const scanner = createScanner({
  assets: readAssets(document),
  on: {
    loading(done) {
      if (screen.state === 'loading') progress.show(message('scan.loading'), done);
    },
    ready() {
      if (screen.state !== 'loading') return; // a scan already waits for it
      screen.wait('ready');
    },
    failed(problem) {
      if (cameraScan.on) cameraScan.release();
      screen.fail(problemText(problem), () => {
        screen.wait('loading');
        progress.show(message('scan.retrying'));
        scanner.restart();
      });
    },
  },
});

const useReader = () => scanner.set({ reader: setting('reader') });
onChoice('reader', useReader);
useReader();

const cameraButton = part('camera-button');
const cameraScan = createCameraScan(part('video'), scanner, screen, {
  change() {
    cameraButton.textContent = cameraScan.on ? message('camera.close') : message('camera.open');
    if (!cameraScan.on) cameraControls.hide();
  },
  lens: (lens, track) => cameraControls.show(lens, track),
  freeze: () => cameraControls.hold(cameraScan.frozen),
});
const cameraControls = createCameraControls(part('camera-controls'), {
  zoom: cameraScan.zoom,
  freeze: () => cameraScan.freeze(),
  change: cameraScan.change,
  async still() {
    const photo = await cameraScan.still();
    if (photo) takeFiles([photo]);
  },
});
part('overlay').addEventListener('click', ({ target, currentTarget }) => {
  if (cameraScan.on && target === currentTarget) cameraScan.freeze();
});

cameraButton.addEventListener('click', () => (cameraScan.on ? cameraScan.stop() : cameraScan.start()));

function takeFiles(files) {
  rooms.leaveAll();
  if (cameraScan.on) cameraScan.release();
  scanPhotos(files, scanner, screen);
}

const wayHome = createWayHome({
  brand: part('brand'),
  elsewhere: () => rooms.open,
  onHome() {
    rooms.leaveAll();
    if (cameraScan.on) cameraScan.release();
    scanner.abandon();
    screen.wait(scanner.loading ? 'loading' : 'ready');
  },
});

takePhotos({
  input: part('photo-input'),
  root: document.documentElement,
  onPhotos: takeFiles,
});

showOfflineStatus({
  state: part('offline'), away: part('away'), update: part('update'), apply: part('update-apply'), later: part('update-later'),
});

const keep = keepHistory({ root: document.documentElement, links: list.links, tell: (text) => notice.show(text) });

const rooms = createRooms({
  root: document.documentElement,
  rooms: {
    history: { section: part('history'), load: () => keep().then(loadHistory) }, // with what is on the list
    settings: { section: part('settings'), load: loadSettings },
  },
  onEnter() {
    if (cameraScan.on) cameraScan.stop();
  },
  onProblem: () => notice.show(problemText({ code: 'load-failed' })),
});
rooms.start();

const launch = createLaunch({
  camera: () => { if (!cameraScan.on) cameraScan.start(); },
  photo: () => part('photo-input').focus(),
});
launch.follow();
takeFilesFromOutside({
  onPhotos: takeFiles,
  onAddress: (address) => { location.hash = new URL(address).hash; },
});

offerInstall({
  root: document.documentElement,
  hint: part('install'),
  words: part('install-words'),
  dismiss: part('install-dismiss'),
  buttons: document.querySelectorAll('[data-install="button"]'),
  found: () => list.size,
});

// Not by its address: that would count as a step, and lead out of a room.
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  (document.querySelector('.room:not([hidden]) h1') ?? part('main')).focus();
});

// Whoever follows a link to another language wants it from now on.
document.addEventListener('click', ({ target }) => {
  if (target.hreflang) choose('language', target.hreflang);
});
