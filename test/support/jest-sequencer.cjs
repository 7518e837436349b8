const { default: Sequencer } = require('@jest/test-sequencer');
const { sep } = require('node:path');

/** Longest first: tests of whole processes, which wait a good part of their time, then those that read whole files. */
const FIRST = ['faults', 'e2e', 'browser', 'conformance'].map((folder) => `${sep}test${sep}${folder}${sep}`);

/** The length of a file, by which jest orders a first run, says little here; a run before tells better. */
module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const rank = ({ path }) => FIRST.findIndex((folder) => path.includes(folder)) + 1 || FIRST.length + 1;
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
};
