const { default: Runtime } = require('jest-runtime');
const { Session } = require('node:inspector');
const { fileURLToPath } = require('node:url');
const { join, sep } = require('node:path');

const folders = (base, names) => names.map((name) => join(__dirname, base, name) + sep);
/** Tests of whole processes: what runs in jest itself is a client, whose coverage tells nothing. */
const OUTSIDE = folders('..', ['browser', 'e2e', 'faults']);
const HOUSE = folders('../..', ['apps', 'libs']);
const isIn = (path, places) => places.some((place) => path.startsWith(place));

/** One for all files of a jest worker: to begin and end a measurement walks through the whole heap each time. */
let session = null;

function post(method, parameters) {
  let answer;
  session.post(method, parameters, (error, result) => {
    if (error) throw new Error(`${method}: ${error.message}`);
    answer = result;
  });
  return answer;
}

/**
 * Jest's own runtime but for V8's coverage, which jest takes through the debugger, file by file: that cost each file up
 * to four seconds, the more the later it came. The figures are the same.
 */
module.exports = class extends Runtime {
  constructor(...parts) {
    super(...parts);
    this.measures = !isIn(parts[6], OUTSIDE);
    this.covered = [];
  }

  async collectV8Coverage() {
    if (!this.measures || session !== null) return;
    session = new Session();
    session.connect();
    post('Profiler.enable');
    post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** Taking the counts sets them back to zero, for the next file. */
  async stopCollectingV8Coverage() {
    if (!this.measures) return;
    const transformed = this.transformCache.getEntries();
    for (const script of post('Profiler.takePreciseCoverage').result) {
      if (!script.url.startsWith('file://')) continue;
      const url = fileURLToPath(script.url);
      if (!isIn(url, HOUSE) || !transformed.has(url) || !this.counts(url)) continue;
      this.covered.push({ codeTransformResult: transformed.get(url), result: { ...script, url } });
    }
  }

  /** As `collectCoverageFrom` has it. */
  counts(path) {
    return path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes(`${sep}migrations${sep}`);
  }

  getAllV8CoverageInfoCopy() {
    return this.covered;
  }
};
