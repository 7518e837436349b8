/**
 * Jest 30 on Node 20 cannot require ES modules. Our TypeScript goes through swc as in the build; of the packages
 * only those files are turned into CommonJS that Node would load as ES modules (nearest package.json says
 * "type": "module", or the name ends in .mjs). Everything else passes untouched.
 */
const { readFileSync, existsSync } = require('node:fs');
const { dirname, join, sep } = require('node:path');
const { createHash } = require('node:crypto');
const swc = require('@swc/core');

const swcrc = JSON.parse(readFileSync(join(__dirname, '../../.swcrc'), 'utf8'));
const root = join(__dirname, '../..');
const kinds = new Map();

function isModulePackage(directory) {
  const known = kinds.get(directory);
  if (known !== undefined) return known;
  const manifest = join(directory, 'package.json');
  let answer = false;
  if (existsSync(manifest)) answer = JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
  else if (dirname(directory) !== directory) answer = isModulePackage(dirname(directory));
  kinds.set(directory, answer);
  return answer;
}

function optionsFor(file) {
  if (file.endsWith('.ts')) {
    return {
      ...swcrc,
      swcrc: false,
      filename: file,
      jsc: { ...swcrc.jsc, baseUrl: root },
      sourceMaps: 'inline',
    };
  }
  const esm = file.endsWith('.mjs') || (file.endsWith('.js') && isModulePackage(dirname(file)));
  if (!file.includes(`${sep}node_modules${sep}`) || !esm) return null;
  return {
    swcrc: false,
    filename: file,
    sourceMaps: false,
    jsc: { target: 'es2022', parser: { syntax: 'ecmascript' } },
    module: { type: 'commonjs', ignoreDynamic: false },
  };
}

module.exports = {
  process(source, file) {
    const options = optionsFor(file);
    if (options === null) return { code: source };
    const { code } = swc.transformSync(source, options);
    return { code };
  },
  getCacheKey(source, file, options) {
    return createHash('sha256')
      .update(source)
      .update(file)
      .update(JSON.stringify(swcrc))
      .update(String(options.instrument))
      .digest('hex');
  },
};
