/** What the page says about archives, statuses and refusals. */
import { count, counted, duration, exactSize } from '../format.js';
import { otherFaceRefused } from '../faces.js';
import { ApiError } from '../api.js';

/**
 * By the code of a finding: what is wrong, and what to do. `n` is how many names it lists, `limit` what the server told.
 * @type {Record<string, (n: number, limit: number) => string[]>}
 */
const FINDINGS = {
  NOT_A_ZIP: () => ['This is not a complete ZIP file: the list of files at its end is missing.', 'Choose a .zip file. If it is one, copy or download it again.'],
  UNREADABLE: () => ['This page can’t read the list of files in this ZIP.', 'Press Run: the server checks the archive and says what is wrong.'],
  TOO_LARGE: (n, limit) => [`The file is larger than ${exactSize(limit)}.`, 'Split it into several archives.'],
  EXPANDS_TOO_FAR: (n, limit) => [`The files in the archive are larger than ${exactSize(limit)} together.`, 'Split it into several archives.'],
  TOO_MANY_PAIRS: (n, limit) => [`There are more than ${counted(limit, 'pair')}.`, 'Split them into several archives.'],
  EMPTY_STEM: (n) => [`${counted(n, 'image has', 'images have')} nothing before _image1 or _image2.`, 'Name them <stem>_image1.<ext> and <stem>_image2.<ext>.'],
  DUPLICATE_STEM: (n) => [
    `${counted(n, 'image has', 'images have')} the same stem and side as another one.`,
    'Folders and letter case make no difference. Where each folder is another person, take the folders into the stems; else rename or remove all but one of each.',
  ],
  NO_PAIRS: () => [
    'There is no complete pair in this archive.',
    'Name the two images of a pair <stem>_image1.<ext> and <stem>_image2.<ext>.',
  ],
  MISNAMED: (n) => [
    `${counted(n, 'file name looks', 'file names look')} almost like an image of a pair.`,
    `${n === 1 ? 'It is' : 'They are'} left out. A name must end with _image1.<ext> or _image2.<ext>.`,
  ],
  UNPAIRED: (n) => [`${counted(n, 'image has', 'images have')} no partner.`, `${n === 1 ? 'It is' : 'They are'} left out; the pairs run.`],
  TOO_LARGE_IMAGE: (n, limit) => [`${counted(n, 'image is', 'images are')} larger than ${exactSize(limit)}.`, `${n === 1 ? 'Its pair' : 'Their pairs'} will be InvalidImage; the others run.`],
  TOO_LARGE_PAIR: (n, limit) => [`The two images of ${counted(n, 'pair')} are larger than ${exactSize(limit)} together.`, `${n === 1 ? 'It' : 'They'} will be InvalidImage; the others run.`],
  EMPTY_IMAGE: (n) => [`${counted(n, 'image is an empty file', 'images are empty files')}.`, `${n === 1 ? 'Its pair' : 'Their pairs'} will be EmptyImage; the others run.`],
};

/**
 * @param {import('./archive.js').Finding} finding
 * @returns {{what: string, advice: string}}
 */
export function wordsOfFinding({ code, names, limit }) {
  const [what, advice] = FINDINGS[code](names.length, limit);
  return { what, advice };
}

/** The statuses of pairs that were not compared, in the order in which the page shows them. */
export const NOT_COMPARED = [
  'NoFaceDetected',
  'LandmarksNotDetected',
  'LowQuality',
  'InvalidImage',
  'EmptyImage',
  'Error',
];

const STATUSES = {
  Success: 'compared',
  NoFaceDetected: 'no face found',
  LandmarksNotDetected: 'eyes, nose or mouth not found',
  LowQuality: 'photo too poor',
  InvalidImage: 'not a usable image',
  EmptyImage: 'empty file',
  Error: 'error in Facematch',
  Pending: 'waiting',
};

export function wordsOfStatus(status) {
  return STATUSES[status] ?? status;
}

const SIDES = { image1: 'image 1', image2: 'image 2', pair: 'this pair' };

/** @param {{side: string, message: string}} failure */
export function wordsOfFailure({ side, message }) {
  return `${SIDES[side] ?? side}: ${message}`;
}

/** Empty for a photo of one face. */
export function wordsOfFaces(side, { faces_found: found }, compared) {
  return found > 1 ? `${SIDES[side] ?? side}: ${count(found)} faces${compared ? ', the most alike was compared' : ''}` : '';
}

/** Empty where there is no such face. */
export function wordsOfOtherFace(side, { other_face_refused: reason }) {
  return reason ? `${SIDES[side] ?? side}: ${otherFaceRefused(reason)}` : '';
}

/**
 * A refusal or a broken connection while an archive is sent.
 * @returns {{code: string, what: string, advice: string, names: string[]}} the code is the server's for an archive
 */
export function wordsOfUploadError(error) {
  if (!(error instanceof ApiError)) {
    return {
      code: 'unreadable-file',
      what: 'The file can’t be read any more.',
      advice: 'Was it moved, changed or removed? Choose it again.',
      names: [],
    };
  }
  const { code, errors: names } = error;
  const again = error.retryAfter ? `Press Run again in ${duration(error.retryAfter)}.` : 'Press Run again in a moment.';
  if (error.status === 0) {
    return { code, what: 'The upload broke before the archive was accepted.', advice: 'Press Run again; if the file was changed meanwhile, choose it again.', names };
  }
  if (error.code === 'idempotency-key-in-use') {
    return { code, what: 'The server is still reading this archive from your last attempt.', advice: again, names };
  }
  if (error.status === 429 || error.status === 503) {
    return { code, what: error.detail, advice: `Nothing was accepted. ${again}`, names };
  }
  if (error.status === 413) {
    return { code, what: error.detail, advice: 'Nothing was accepted.', names };
  }
  if (error.status === 400 || error.status === 422) {
    // The detail begins with a code for programs.
    const [, finding, detail] = /^(?:([A-Z_0-9]+): )?(.*)$/s.exec(error.detail);
    return { code: finding ?? code, what: `The server refused the archive: ${detail}`, advice: 'Nothing was accepted.', names };
  }
  if (error.status === 401) {
    return { code, what: 'You are not signed in.', advice: 'Press Run again to sign in.', names };
  }
  if (error.status === 403) {
    return { code, what: 'Your token does not allow bulk jobs.', advice: 'Sign in with a token that has the scope facematch.bulk.', names };
  }
  return { code, what: error.detail, advice: `Nothing was accepted. ${again}`, names };
}

/** The state of a job in words. */
export function wordsOfState(job) {
  switch (job.state) {
    case 'ENQUEUING':
      return 'Starting';
    case 'RUNNING':
      return 'Running';
    case 'COMPLETED':
      return 'Finished';
    case 'CANCELLED':
      return 'Cancelled';
    case 'EXPIRED':
      return 'Expired';
    case 'FAILED':
      return 'Failed';
    default:
      return job.state;
  }
}

/** How names that are not in Unicode were read. */
export function wordsOfNames({ encoding, guessed }) {
  return guessed
    ? `The archive does not tell in which letters some names are written; they were read as ${encoding}. If they look wrong, run the archive again and choose the letters of the names.`
    : `Names that are not in Unicode were read as ${encoding}.`;
}

/** The sentence of the panel that ends a run. */
export function wordsOfEnd(job, downloadedHere) {
  const done = `${count(job.done)} of ${counted(job.total, 'pair')}`;
  switch (job.state) {
    case 'COMPLETED':
      return downloadedHere
        ? 'Bulk run finished. The ZIP was downloaded automatically; you can download it again below.'
        : 'Bulk run finished. You can download the ZIP below.';
    case 'CANCELLED':
      return `Bulk run cancelled. ${done} were compared and are kept; the others will not be compared.`;
    case 'EXPIRED':
      return `Bulk run expired: its time was over after ${done}. These are kept. Run the others again.`;
    default:
      return `Bulk run failed before it was accepted${job.failure ? ` (${job.failure})` : ''}. Nothing was compared: run the archive again.`;
  }
}
