/** The named thresholds: from which similarity on it is a match, and how many impostor pairs reach that. */
export const operatingPoints = [
  { name: 'standard', threshold: 0.7, impostors: '10,000' },
  { name: 'strict', threshold: 0.8, impostors: '100,000' },
  { name: 'maximum', threshold: 0.9, impostors: '1,000,000' },
];
