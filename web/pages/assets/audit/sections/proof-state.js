/** How far the transparency log is, and who vouches for it. */
import { count, duration } from '../../format.js';
import { el } from '../../dom.js';
import { downloadButton } from '../download.js';
import { factList, keyFigures, notesOf, nothing } from '../report-table.js';
import { time } from '../values.js';
import { withTenant } from '../view.js';
import { plain } from '../words.js';

export const proofState = {
  name: 'proof',
  title: 'Proof',
  lead: 'Every outcome is a leaf of a signed tree. Whoever keeps a checkpoint can prove later that nothing before it was changed, removed or inserted.',
  reports: ['proof'],
  isOfNow: true,
  exported: () => ({ report: 'proof' }),
  load: ({ report }) => report('proof'),

  render(report, ctx) {
    const state = report.rows[0];
    if (!state) {
      return [nothing('Nothing is in the log yet.')];
    }
    const waiting = state.size - (state.signed_size ?? 0);
    return [
      keyFigures([
        ['Leaves', count(state.size)],
        ['Signed', count(state.signed_size ?? 0), waiting > 0 ? `${count(waiting)} wait for the next signature` : 'all of them', waiting > 0 ? 'not-compared' : 'match'],
        ['Behind', state.lag_ms === undefined ? '–' : duration(state.lag_ms / 1000), 'the oldest outcome that is no leaf yet'],
      ]),
      factList([
        ['Signed at', state.signed_at && time(state.signed_at, report.zone)],
        ['Root', state.root && el('code', { text: state.root })],
        ['Signers', state.signers && el('code', { text: state.signers })],
        ['Last full verification', verificationOf(state, report.zone)],
      ]),
      el(
        'div',
        { class: 'section-tools' },
        downloadButton('Download the checkpoint', () => ({ path: withTenant('v1/audit/checkpoint', ctx.view) }), ctx.page),
        downloadButton('Download the public keys', () => ({ path: withTenant('v1/audit/keys', ctx.view) }), ctx.page),
      ),
      notesOf(report),
    ];
  },
};

const RESULTS = { intact: 'Intact', altered: 'Altered', unverified: 'Intact, but by no key' };
const COLOURS = { intact: 'match', altered: 'non-match' };

function verificationOf({ verified_at: at, verified_through: through, verified_result: result }, zone) {
  if (!at) {
    return 'none is recorded: run ./facematch audit verify';
  }
  return el('span', { id: 'verification' }, el('b', { class: `chip ${COLOURS[result] ?? 'not-compared'}`, text: RESULTS[result] ?? result }), ` ${time(at, zone)}${through === undefined ? '' : `; outcomes decided until ${time(through, zone)}`}`);
}
