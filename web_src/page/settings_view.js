/**
 * The settings room: shows what is chosen, and takes what a person chooses.
 */

import { clearEverything } from './clear.js';
import { message } from './messages.js';
import { choose, setting } from './settings.js';

/** @param {HTMLElement} section */
export function enter(section) {
  if (!section.dataset.tied) tie(section);
  for (const input of section.querySelectorAll('input')) {
    const value = setting(input.name);
    input.checked = input.type === 'radio' ? input.value === value : value;
  }
  const part = parts(section);
  part('sheets').inert = false; // until now no choice would have been heard
  part('sure').hidden = true;
  showStorage(part('storage'));
}

const parts = (section) => (name) => section.querySelector(`[data-part="${name}"]`);

function tie(section) {
  section.dataset.tied = '';
  const part = parts(section);
  followOffline(document.getElementById('offline'), part('offline'));
  section.addEventListener('change', ({ target }) => {
    choose(target.name, target.type === 'radio' ? target.value : target.checked);
  });
  part('clear').addEventListener('click', () => {
    part('sure').hidden = false;
    part('clear-now').focus();
  });
  part('keep').addEventListener('click', () => {
    part('sure').hidden = true;
    part('clear').focus();
  });
  part('clear-now').addEventListener('click', async () => {
    part('clear-now').disabled = true;
    await clearEverything();
    location.replace(location.pathname);
  });
}

/** Says what the start says of offline use, and goes on saying it. */
function followOffline(state, place) {
  const show = () => { place.textContent = state.textContent; };
  new MutationObserver(show).observe(state, { childList: true });
  show();
}

async function showStorage(place) {
  const { usage } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  place.hidden = !usage;
  if (usage) place.textContent = message('settings.storage', { megabytes: Math.max(1, Math.round(usage / 1e6)) });
}
