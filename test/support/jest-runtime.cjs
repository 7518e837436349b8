const { default: Runtime } = require('jest-runtime');
const { join, sep } = require('node:path');

/** Tests of whole processes: what runs in jest itself is a client, whose coverage tells nothing and costs a second each. */
const OUTSIDE = ['browser', 'e2e', 'faults'].map((folder) => join(__dirname, '..', folder) + sep);

/** Jest's own runtime, which measures coverage only where a test runs the code of the house itself. */
module.exports = class extends Runtime {
  constructor(...parts) {
    super(...parts);
    this.measures = !OUTSIDE.some((folder) => parts[6].startsWith(folder));
  }

  async collectV8Coverage() {
    if (this.measures) await super.collectV8Coverage();
  }

  async stopCollectingV8Coverage() {
    if (this.measures) await super.stopCollectingV8Coverage();
  }

  getAllV8CoverageInfoCopy() {
    return this.measures ? super.getAllV8CoverageInfoCopy() : [];
  }
};
