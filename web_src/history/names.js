/** What the history is called in the browser's store; copies of the site on one host keep apart. */
export const DATABASE = `links-detector:${new URL('./', document.baseURI).pathname}`;
