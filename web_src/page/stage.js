/**
 * The place where a picture lies: a photo, or what the camera sees. Its sheet has exactly the
 * picture's shape, so that boxes laid over it need no arithmetic.
 */

/**
 * @param {HTMLElement} stage
 * @param {object} parts
 * @param {HTMLElement} parts.sheet
 * @param {HTMLImageElement} parts.image
 * @param {HTMLVideoElement} parts.video
 */
export function createStage(stage, { sheet, image, video }) {
  let url;

  function shape(width, height) {
    sheet.style.setProperty('--ratio', String(width / height));
  }

  function forget() {
    if (url) URL.revokeObjectURL(url);
    url = undefined;
    image.removeAttribute('src');
  }

  video.addEventListener('resize', () => { if (video.videoWidth) shape(video.videoWidth, video.videoHeight); });

  return {
    /**
     * @param {Blob} file  one that the browser can show
     * @param {{width: number, height: number}} size px
     */
    showPhoto(file, { width, height }) {
      forget();
      shape(width, height);
      url = URL.createObjectURL(file);
      image.src = url;
      image.hidden = false;
      video.hidden = true;
      stage.hidden = false;
    },

    showCamera() {
      forget();
      image.hidden = true;
      video.hidden = false;
      stage.hidden = false;
    },

    clear() {
      forget();
      stage.hidden = true;
    },
  };
}
