/** Placeholder for the app: registers the service worker, so that the site works offline. */

import { registerServiceWorker } from './offline.js';

registerServiceWorker({
  onReady() {
    document.documentElement.dataset.state = 'ready';
  },
});
