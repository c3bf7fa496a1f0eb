/**
 * The three ways photos come in from the page: chosen, dropped anywhere, pasted; one or many.
 */

/**
 * @param {object} options
 * @param {HTMLInputElement} options.input
 * @param {HTMLElement} options.root    the page: what is dropped or pasted on it counts
 * @param {(files: File[]) => void} options.onPhotos
 */
export function takePhotos({ input, root, onPhotos }) {
  input.addEventListener('change', () => {
    const files = [...input.files];
    input.value = ''; // so that choosing the same photo again is a change too
    if (files.length) onPhotos(files);
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
    if (event.dataTransfer.files.length) onPhotos([...event.dataTransfer.files]);
  });

  root.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return; // text pasted is not for us
    event.preventDefault();
    onPhotos(files);
  });
}

const carriesFiles = (event) => event.dataTransfer?.types.includes('Files');
