/**
 * Notes beside a link, made from the template in their place.
 */

/**
 * @param {HTMLElement} place  hidden where there is nothing to say
 * @param {string[]} texts
 * @param {{link: HTMLElement, id: string}} [about]  whoever hears this link is to hear its notes as well; an id for them
 */
export function showNotes(place, texts, about) {
  const template = place.querySelector('template');
  const notes = texts.map((text) => {
    const note = template.content.firstElementChild.cloneNode(true);
    note.querySelector('[data-part="words"]').textContent = text;
    return note;
  });
  place.replaceChildren(template, ...notes);
  place.hidden = notes.length === 0;
  if (about) tie(notes, about);
}

/** Beside what the link is tied to already. */
function tie(notes, { link, id }) {
  notes.forEach((note, i) => { note.id = `${id}-${i}`; });
  const ids = [link.getAttribute('aria-describedby'), ...notes.map((note) => note.id)].filter(Boolean);
  if (ids.length) link.setAttribute('aria-describedby', ids.join(' '));
}
