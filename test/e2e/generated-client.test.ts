import ts from 'typescript';
import { clientSource } from './client-source';
import { type House, openHouse } from './house';
import { type OpenApi, readOpenApi, routesOf } from './openapi-document';

let house: House;
let document: OpenApi;
beforeAll(async () => {
  house = await openHouse({ worker: false });
  document = await readOpenApi(house.stranger);
}, 180_000);
afterAll(() => house.close());

const LIBRARY = `
interface Array<T> { length: number; [at: number]: T }
interface Boolean {} interface CallableFunction {} interface Function {} interface IArguments {}
interface NewableFunction {} interface Number {} interface Object {} interface RegExp {} interface String {}
interface Uint8Array { length: number }
interface Promise<T> { then(use: (value: T) => void): void }`;

/** @returns what a strict compiler says of the files */
function faultsOf(files: Readonly<Record<string, string>>): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noLib: true,
    noEmit: true,
    types: [],
    module: ts.ModuleKind.CommonJS,
  };
  const all: Record<string, string> = { 'library.d.ts': LIBRARY, ...files };
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost(options),
    fileExists: (name) => name in all,
    readFile: (name) => all[name],
    getSourceFile: (name, version) =>
      all[name] === undefined ? undefined : ts.createSourceFile(name, all[name], version),
    getCurrentDirectory: () => '',
    writeFile: () => undefined,
  };
  const program = ts.createProgram(Object.keys(all), options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('a client generated from the OpenAPI document', () => {
  it('has one method an operation, under a name that is a method’s in any language', () => {
    const names = routesOf(document).map(({ operation }) => operation.operationId);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    const reserved =
      /^(delete|import|export|new|return|default|class|function|in|is|not|and|or|pass|print|raise|lambda|with)$/;
    for (const name of names)
      expect([name, /^[a-z]+([A-Z][a-z]*)*$/.test(name), reserved.test(name)]).toEqual([name, true, false]);
  });

  it('knows of every address all its parameters, and of each where it goes', () => {
    for (const { method, path, operation } of routesOf(document)) {
      const { parameters = [] } = operation;
      const inPath = parameters.filter((each) => each.in === 'path').map(({ name }) => name);
      const holes = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect([`${method} ${path}`, inPath.sort()]).toEqual([`${method} ${path}`, holes.sort()]);
      const places = parameters.map(({ name, in: place }) => `${place} ${name}`.toLowerCase());
      expect([`${method} ${path}`, new Set(places).size]).toEqual([`${method} ${path}`, places.length]);
    }
  });

  it('is typed throughout, and compiles', () => {
    const client = clientSource(document);
    const use = `
      export declare const client: Client;
      client.getReport({ id: 'x' }).then((report) => {
        if (report === undefined) return;
        const status: 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED' | 'EXPIRED' = report.status;
        const bytes: number | undefined = report.artefacts[0]?.bytes;
        return [status, bytes];
      });
      client.createReport({ template: 'nutrition.food-log', formats: ['xlsx'] }).then(({ id }) => id);
      client.getFoodLogImport({ id: 'x' }).then((found) => found?.receipt?.rowsKept);`;
    expect(faultsOf({ 'client.ts': `${client}${use}` })).toEqual([]);
  });

  it('is told by the compiler what the service would refuse', () => {
    const client = clientSource(document);
    const wrong = `
      export declare const client: Client;
      client.getReport({});
      client.createReport({ formats: ['docx'] });
      client.getReport({ id: 'x' }).then((report) => report?.nothing);`;
    expect(faultsOf({ 'client.ts': `${client}${wrong}` })).toHaveLength(3);
  });
});
