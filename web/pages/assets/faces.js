/** What the page says about faces that were not compared. */

/** By the code of the reason. */
const REFUSALS = {
  too_blurred: 'too blurred',
  too_dark: 'too dark',
  too_bright: 'too bright',
  face_too_small: 'too small',
  face_at_extreme_angle: 'turned away',
  no_landmarks: 'eyes, nose or mouth not visible',
};

/** Another person may have been meant. @param {string} reason its code */
export function otherFaceRefused(reason) {
  return `a larger or more central face was not compared (${REFUSALS[reason] ?? reason.replaceAll('_', ' ')})`;
}
