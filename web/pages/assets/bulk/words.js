/** What the page says about archives, statuses and refusals. */
import { ApiError } from '../api.js';
import { duration } from '../dom.js';
import { count, counted } from './format.js';

/** By the code of a finding: what is wrong, and what to do. */
const FINDINGS = {
  TOO_LARGE: ['The file is larger than 2 GiB.', 'Split it into several archives.'],
  NOT_A_ZIP: ['This is not a ZIP archive.', 'Choose a .zip file.'],
  TRUNCATED: ['The archive is cut off: its end is missing.', 'Copy or download it again.'],
  GARBAGE_AFTER: ['There are bytes after the end of the archive.', 'Pack it again.'],
  SEVERAL_END_RECORDS: ['The archive has more than one end.', 'Pack it again, without a comment.'],
  MULTI_DISK: ['The archive is one volume of several.', 'Pack everything into one ZIP file.'],
  GARBAGE_BEFORE: ['There are bytes before the first file of the archive.', 'Send a plain ZIP, not a self-extracting one.'],
  EMPTY_ARCHIVE: ['The archive is empty.', 'Add two images per pair, named as shown above.'],
  TOO_MANY_MEMBERS: ['The archive holds more files than 100,000 pairs have.', 'Split it into several archives.'],
  DAMAGED_DIRECTORY: ['The archive’s list of files is damaged.', 'Pack it again.'],
  ENCRYPTED_MEMBER: ['Files are encrypted.', 'Pack them without a password.'],
  UNSUPPORTED_METHOD: ['Files use a compression that few programs know.', 'Pack them as a plain ZIP (“Deflate” or “Store”).'],
  EXPANDS_TOO_FAR: ['The archive would expand too far.', 'Send photos only, at most 8 GiB unpacked.'],
  UNSAFE_NAME: ['File names lead out of the archive, are too long or too deep, or hold control characters.', 'Rename them.'],
  SYMLINK: ['There are links or devices instead of files.', 'Pack the files themselves.'],
  OVERLAPPING_MEMBERS: ['Files in the archive overlap each other.', 'Pack it again.'],
  EMPTY_STEM: ['Images have nothing before _image1 or _image2.', 'Name them <stem>_image1.<ext> and <stem>_image2.<ext>.'],
  DUPLICATE_STEM: [
    'The same stem has more than one _image1 or _image2.',
    'Folders and letter case make no difference: rename or remove all but one of each.',
  ],
  TOO_MANY_PAIRS: ['There are more than 100,000 pairs.', 'Split them into several archives.'],
  NO_PAIRS: [
    'There is no complete pair in this archive.',
    'Name the two images of a pair <stem>_image1.<ext> and <stem>_image2.<ext>, in lower case as shown.',
  ],
  UNPAIRED: ['Images have no partner.', 'They are left out; the pairs run.'],
  TOO_LARGE_IMAGE: ['Images are larger than 7 MiB.', 'They are not read: their pairs will be InvalidImage, the others run.'],
  EMPTY_IMAGE: ['Images are empty files.', 'Their pairs will be EmptyImage, the others run.'],
};

/** @returns {{what: string, advice: string}} */
export function wordsOfFinding(code) {
  const [what, advice] = FINDINGS[code] ?? ['The archive can’t be used.', 'Pack it again.'];
  return { what, advice };
}

/** The statuses that are no comparison, in the order in which the page shows them. */
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
  LandmarksNotDetected: 'face covered',
  LowQuality: 'too poor to compare',
  InvalidImage: 'not a usable image',
  EmptyImage: 'empty file',
  Error: 'failed on our side',
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

/**
 * A refusal or a broken connection while an archive is sent.
 * @returns {{what: string, advice: string, names: string[]}}
 */
export function wordsOfUploadError(error) {
  if (!(error instanceof ApiError)) {
    return {
      what: 'The file can’t be read any more.',
      advice: 'Was it moved, changed or removed? Choose it again.',
      names: [],
    };
  }
  const names = error.errors;
  const again = error.retryAfter ? `Press Run again in ${duration(error.retryAfter)}.` : 'Press Run again in a moment.';
  if (error.status === 0) {
    return { what: 'The upload broke before the archive was accepted.', advice: 'Press Run again; if the file was changed meanwhile, choose it again.', names };
  }
  if (error.code === 'idempotency-key-in-use') {
    return { what: 'The server is still taking in this archive from your last attempt.', advice: again, names };
  }
  if (error.status === 429 || error.status === 503) {
    return { what: error.detail, advice: `Nothing was accepted. ${again}`, names };
  }
  if (error.status === 413) {
    return { what: error.detail, advice: 'Nothing was accepted.', names };
  }
  if (error.status === 400 || error.status === 422) {
    // The detail begins with the code for programs.
    const detail = error.detail.replace(/^[A-Z_]+: /, '');
    return { what: `The server refused the archive: ${detail}`, advice: 'Nothing was accepted.', names };
  }
  if (error.status === 401) {
    return { what: 'You are not signed in.', advice: 'Press Run again to sign in.', names };
  }
  if (error.status === 403) {
    return { what: 'Your token does not allow bulk jobs.', advice: 'Sign in with one that has the scope facematch.bulk.', names };
  }
  return { what: error.detail, advice: `Nothing was accepted. ${again}`, names };
}

/** How a job ended, or that it goes on. */
export function wordsOfState(job) {
  switch (job.state) {
    case 'ENQUEUING':
      return 'Being taken in';
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

/** The sentence of the panel that ends a run. */
export function wordsOfEnd(job, downloadedHere) {
  const done = `${count(job.done)} of ${counted(job.total, 'pair')}`;
  switch (job.state) {
    case 'COMPLETED':
      return downloadedHere
        ? 'Bulk run finished. The ZIP was downloaded automatically; you can download it again below.'
        : 'Bulk run finished. You can download the ZIP below.';
    case 'CANCELLED':
      return `Bulk run cancelled. ${done} were compared before and are kept; the rest never will be.`;
    case 'EXPIRED':
      return `Bulk run expired. Its time ran out after ${done}; what was compared is kept. Run the rest again.`;
    default:
      return `Bulk run failed before it was accepted${job.failure ? ` (${job.failure})` : ''}. Nothing was compared: run the archive again.`;
  }
}
