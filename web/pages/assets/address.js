/** Where this page was opened: an origin, and the path below it when the server stands behind a proxy. */
export const BASE = new URL('.', document.baseURI).href.replace(/\/$/, '');
