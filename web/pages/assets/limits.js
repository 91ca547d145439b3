/** How large a submission of the signed-in tenant may be, as the server tells it. */
import { session } from './session.js';

/** What photos may be. */
export const READ = 'JPEG, PNG, BMP, TIFF or WebP';

/** @typedef {{max_image_bytes: number, max_pair_bytes: number, max_archive_bytes: number, max_unpacked_bytes: number, max_pairs: number, max_image_pixels: number, max_jpeg_pixels: number, min_image_side: number, max_image_side: number}} Limits */

/**
 * Asks after each sign-in. Its event "change" says that there may be other limits now.
 *
 * @returns {EventTarget & {current: () => Limits|null}} null while they are not known: the server refuses what is too large
 */
export function createLimits(api) {
  /** @type {Limits|null} */
  let known = null;
  const limits = Object.assign(new EventTarget(), { current: () => known });

  async function ask() {
    const token = session.token();
    const told = session.isValid() ? await api.peek('v1/limits') : null;
    if (session.token() === token) {
      known = told;
      limits.dispatchEvent(new Event('change'));
    }
  }

  session.addEventListener('change', ask);
  ask();
  return limits;
}
