/** Takes a photo with the camera, which is on only while the dialog is open. */

import { el, icon } from '../dom.js';

const JPEG_QUALITY = 0.92;

/** Browsers let a page use the camera only when it came over TLS or from this machine. */
export function cameraAvailable() {
  return typeof navigator.mediaDevices?.getUserMedia === 'function';
}

/**
 * @param {string} title
 * @param {'user'|'environment'} side
 * @returns {Promise<File|null>} null when nothing was taken
 */
export function takePhoto(title, side) {
  const video = el('video', { autoplay: true, playsinline: true, class: side === 'user' ? 'mirrored' : '' });
  video.muted = true;
  const problem = el('p', { class: 'error', role: 'alert' });
  const capture = el('button', { type: 'button', class: 'button primary', disabled: true }, icon('camera'), el('span', { text: 'Take photo' }));
  const cancel = el('button', { type: 'button', class: 'button quiet', text: 'Cancel' });
  const heading = el('h2', { id: 'camera-title', text: title });
  const dialog = el(
    'dialog',
    { class: 'camera', 'aria-labelledby': 'camera-title' },
    heading,
    video,
    problem,
    el('div', { class: 'dialog-buttons' }, cancel, capture),
  );

  return new Promise((resolve) => {
    let stream = null;
    let closed = false;
    let photo = null;

    const stop = () => stream?.getTracks().forEach((track) => track.stop());
    dialog.addEventListener('close', () => {
      closed = true;
      stop();
      dialog.remove();
      resolve(photo);
    });
    cancel.addEventListener('click', () => dialog.close());
    capture.addEventListener('click', async () => {
      capture.disabled = true;
      photo = await still(video);
      dialog.close();
    });
    video.addEventListener('loadeddata', () => {
      capture.disabled = false;
      capture.focus();
    });

    document.body.append(dialog);
    dialog.showModal();
    navigator.mediaDevices
      .getUserMedia({ audio: false, video: { facingMode: side, width: { ideal: 1280 }, height: { ideal: 960 } } })
      .then((opened) => {
        stream = opened;
        video.srcObject = opened;
        if (closed) {
          stop(); // it opened after the dialog was closed
        }
      })
      .catch((e) => (problem.textContent = words(e)));
  });
}

function still(video) {
  const canvas = el('canvas', { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext('2d').drawImage(video, 0, 0);
  return new Promise((resolve) =>
    canvas.toBlob((blob) => resolve(blob && new File([blob], 'camera.jpg', { type: 'image/jpeg' })), 'image/jpeg', JPEG_QUALITY),
  );
}

function words(e) {
  switch (e.name) {
    case 'NotAllowedError':
      return 'The browser was not allowed to use the camera. Allow it beside the address bar, or choose a file.';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'There is no camera. Choose a file instead.';
    case 'NotReadableError':
      return 'Another program is using the camera. Close it and try again.';
    default:
      return 'The camera did not start. Choose a file instead.';
  }
}
