/**
 * The three ways a photo comes in: chosen, dropped anywhere, pasted.
 */

/**
 * @param {object} options
 * @param {HTMLInputElement} options.input
 * @param {HTMLElement} options.root    the page: what is dropped or pasted on it counts
 * @param {(file: File) => void} options.onPhoto
 */
export function takePhotos({ input, root, onPhoto }) {
  input.addEventListener('change', () => {
    const [file] = input.files;
    input.value = ''; // so that choosing the same photo again is a change too
    if (file) onPhoto(file);
  });

  // Entering a child comes before leaving its parent, so only a count tells when all are left.
  let depth = 0;
  const over = (change) => {
    depth = change === 0 ? 0 : depth + change;
    root.classList.toggle('drop-here', depth > 0);
  };
  root.addEventListener('dragenter', (event) => { if (carriesFiles(event)) over(+1); });
  root.addEventListener('dragleave', (event) => { if (carriesFiles(event)) over(-1); });
  root.addEventListener('dragover', (event) => { if (carriesFiles(event)) event.preventDefault(); });
  root.addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    over(0);
    if (event.dataTransfer.files.length) onPhoto(event.dataTransfer.files[0]);
  });

  root.addEventListener('paste', (event) => {
    const [file] = event.clipboardData?.files ?? [];
    if (!file) return; // text pasted is not for us
    event.preventDefault();
    onPhoto(file);
  });
}

const carriesFiles = (event) => event.dataTransfer?.types.includes('Files');
