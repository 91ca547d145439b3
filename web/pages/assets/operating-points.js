/** The named thresholds: a pair is a match from this similarity on, and one impostor pair in so many reaches it. */
export const OPERATING_POINTS = [
  { code: 'standard', threshold: 0.7, impostors: '10,000' },
  { code: 'strict', threshold: 0.8, impostors: '100,000' },
  { code: 'maximum', threshold: 0.9, impostors: '1,000,000' },
];
