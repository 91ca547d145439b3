/** What a user has to know of the models that compare here, shown above the playground. */
import { el, icon } from './dom.js';
import { session } from './session.js';

/**
 * @param {HTMLElement} place
 * @returns {{refresh: () => Promise<void>}} asks again which models are in use
 */
export function mountModelNotes(place, api) {
  async function refresh() {
    const models = session.isValid() ? await api.peek('v1/models') : null;
    if (models || !session.isValid()) {
      place.replaceChildren(...notesOf(models?.items ?? []).map(banner));
    }
  }

  session.addEventListener('change', refresh);
  refresh();
  return { refresh };
}

/** @returns {{code: string, title: string, text: string}[]} */
function notesOf(models) {
  const inUse = models.filter((model) => model.in_use);
  const demonstration = inUse.filter((model) => model.tier === 'demonstration').map((model) => model.id);
  const uncalibrated = models.filter(wasCalibratedWithAnotherDetector).map((model) => model.id);
  return [
    demonstration.length > 0 && {
      code: 'demonstration',
      title: 'Demonstration only',
      text: `The models in use (${listed(demonstration)}) show how Facematch works. They often fail to recognise the same person. Do not make real decisions with them.`,
    },
    uncalibrated.length > 0 && {
      code: 'other-detector',
      title: 'Calibrated with another detector',
      text: `The calibration of the model in use (${listed(uncalibrated)}) was measured with a face detector other than the one in use. The false match rates of the operating points may not hold here.`,
    },
  ].filter(Boolean);
}

/** A server that does not say so knows nothing against it. */
function wasCalibratedWithAnotherDetector(model) {
  const current = (model.uses ?? []).filter((use) => use.in_use);
  return model.task === 'embedder' && [...(model.in_use ? [model] : []), ...current].some((use) => use.calibrated_with_this_detector === false);
}

function listed(ids) {
  return [...new Set(ids)].join(' and ');
}

function banner({ code, title, text }) {
  return el('div', { class: 'banner', role: 'note', 'data-note': code }, icon('undecided'), el('p', {}, el('b', { text: `${title}. ` }), text));
}
