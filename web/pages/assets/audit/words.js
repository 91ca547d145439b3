/** What this page says for the codes of the API. */
import { wordsOfStatus } from '../bulk/words.js';

export const STATUSES = ['Success', 'EmptyImage', 'NoFaceDetected', 'LandmarksNotDetected', 'InvalidImage', 'LowQuality', 'Error'];

export const DECISIONS = { match: 'Match', non_match: 'Non-match' };

/** All outcomes, and their kinds. */
export const CLASSES = { all: 'All', match: 'Match', non_match: 'Non-match', not_compared: 'Not compared' };

/** The dialects. */
export const SURFACES = { v1: 'Native (/v1)', kwikid: 'KwikID', azakaw: 'Azakaw' };

export const SIDES = { image1: 'image 1', image2: 'image 2', pair: 'the pair', probe: 'image 1', reference: 'image 2', both: 'both images', none: 'no image' };

/** "no_face" is "no face". */
export function plain(code) {
  return String(code).replaceAll('_', ' ').toLowerCase();
}

/** "NoFaceDetected: no face found" */
export function statusInWords(status) {
  return status === 'Success' ? 'Success: compared' : `${status}: ${wordsOfStatus(status)}`;
}

/** Which of the three things an outcome is; the name of its colour, too. */
export function kindOf(decision) {
  return { match: 'match', non_match: 'non-match' }[decision] ?? 'not-compared';
}

const SCOPE = /facematch\.[a-z.]+[a-z]/g;

/**
 * A refusal or a broken connection, in words.
 *
 * @param {import('../api.js').ApiError} error
 * @returns {{title: string, words: string, isSignIn: boolean}}
 */
export function wordsOfError(error) {
  if (error.status === 401) {
    return { title: 'You are not signed in', words: 'Sign in to see the outcomes of your tenant.', isSignIn: true };
  }
  if (error.status === 403) {
    const scopes = error.message.match(SCOPE) ?? ['facematch.audit'];
    return { title: 'Your token does not allow this', words: `It lacks the scope ${scopes.join(' or ')}. Sign in with a token that has it.`, isSignIn: true };
  }
  if (error.status === 429 || error.status === 503) {
    const wait = error.retryAfter ? `Try again in ${error.retryAfter} s.` : 'Try again in a moment.';
    return { title: 'Not now', words: `${error.message} ${wait}`, isSignIn: false };
  }
  if (error.status === 0) {
    return { title: 'No answer', words: error.message, isSignIn: false };
  }
  return { title: error.status === 404 ? 'Not found' : 'This can’t be shown', words: error.message, isSignIn: false };
}
