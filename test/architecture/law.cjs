/**
 * The law of the house: one table, each rule with the sentence that explains it. dependency-cruiser holds the code
 * against it; law.test.ts plants a violation of every rule and expects it to be found.
 */
/** Tests, and what only tests use, live beside their subject. */
const TESTS = '[.]test[.]ts$|/test-[^/]+[.]ts$';
const DOMAINS = 'identity|people|nutrition|feedback|stores|datasets|meal-plans';

const rules = [
  {
    name: 'one-way',
    comment:
      'Arrows point one way: two files that need each other are one file, or one is in the wrong room.',
    from: { pathNot: TESTS },
    to: { circular: true },
  },
  {
    name: 'api-never-builds',
    comment: 'The api answers at once: no builder is in its process, not even through somebody else.',
    from: { path: '^apps/api/' },
    to: { path: '^libs/report-builders/', reachable: true },
  },
  {
    name: 'apps-meet-in-queues',
    comment: 'Apps never import each other: work passes through the queues, the rows are the shared truth.',
    from: { path: '^apps/([^/]+)/' },
    to: { path: '^apps/', pathNot: '^apps/$1/' },
  },
  {
    name: 'domains-compute',
    comment: 'A domain does not know that it is reported on, rung for, drawn or stored.',
    from: { path: `^libs/(${DOMAINS})/` },
    to: { path: '^libs/(templates|reports|document|report-builders|queues|storage)/' },
  },
  {
    name: 'domains-keep-to-themselves',
    comment: "A domain that needs another's fact declares a port, and the app binds it.",
    from: { path: `^libs/(${DOMAINS})/` },
    to: { path: `^libs/(${DOMAINS})/`, pathNot: '^libs/$1/' },
  },
  {
    name: 'builders-draw',
    comment: 'Builders know the document and nothing of what it is about.',
    from: { path: '^libs/report-builders/' },
    to: { path: '^(libs|apps)/', pathNot: '^libs/(report-builders|document|kernel)/' },
  },
  {
    name: 'builders-ask-no-database',
    comment: 'Builders draw what they are given: they never read.',
    from: { path: '^libs/(report-builders|document)/' },
    to: { path: '(^|/)node_modules/(pg|pg-cursor|typeorm)/' },
  },
  {
    name: 'document-is-neutral',
    comment: 'The document stands on the kernel alone.',
    from: { path: '^libs/document/' },
    to: { path: '^(libs|apps)/', pathNot: '^libs/(document|kernel)/' },
  },
  {
    name: 'kernel-stands-alone',
    comment: 'The kernel depends on no room.',
    from: { path: '^libs/kernel/' },
    to: { path: '^(libs|apps)/', pathNot: '^libs/kernel/' },
  },
  {
    name: 'queues-carry',
    comment: 'Queues know nothing of tables, templates or domains.',
    from: { path: '^libs/queues/' },
    to: { path: '^(libs|apps)/', pathNot: '^libs/(queues|kernel|config)/' },
  },
  {
    name: 'reports-arrange',
    comment: "A report's life knows its rows, and no template, builder or store.",
    from: { path: '^libs/reports/' },
    to: { path: '^libs/', pathNot: '^libs/(reports|entities|kernel|config)/' },
  },
  {
    name: 'imports-load',
    comment: 'Imports carry rows from files into tables, whatever they are about.',
    from: { path: '^libs/imports/', pathNot: TESTS },
    to: { path: '^libs/', pathNot: '^libs/(imports|entities|storage|kernel|config)/' },
  },
  {
    name: 'deliveries-carry',
    comment: 'Delivery carries messages, and knows neither their words nor whom they are about.',
    from: { path: '^libs/delivery/', pathNot: TESTS },
    to: { path: '^libs/', pathNot: '^libs/(delivery|entities|kernel|config)/' },
  },
  {
    name: 'signing-seals',
    comment: 'Signing knows keys and nothing of what is signed.',
    from: { path: '^libs/signing/' },
    to: { path: '^libs/', pathNot: '^libs/(signing|kernel|config)/' },
  },
  {
    name: 'storage-keeps',
    comment: 'Storage keeps bytes and knows nothing of what they mean.',
    from: { path: '^libs/storage/' },
    to: { path: '^libs/', pathNot: '^libs/(storage|kernel|config)/' },
  },
  {
    name: 'rooms-have-one-door',
    comment: 'A room is entered through its index.',
    from: { path: '^libs/([^/]+)/' },
    to: { path: '^libs/[^/]+/src/', pathNot: '^libs/($1/|[^/]+/src/index[.]ts$)' },
  },
  {
    name: 'apps-use-the-door',
    comment: 'Apps enter rooms through their index too.',
    from: { path: '^apps/' },
    to: { path: '^libs/[^/]+/src/', pathNot: '^libs/[^/]+/src/index[.]ts$' },
  },
  {
    name: 'exceljs-lives-in-xlsx',
    comment: 'Heavy guests live in one room.',
    from: { path: '^(apps|libs)/', pathNot: `^libs/report-builders/src/xlsx/|${TESTS}` },
    to: { path: '(^|/)node_modules/exceljs/' },
  },
  {
    name: 'pdfkit-lives-in-pdf',
    comment: 'Heavy guests live in one room.',
    from: { path: '^(apps|libs)/', pathNot: `^libs/report-builders/src/pdf/|${TESTS}` },
    to: { path: '(^|/)node_modules/(@types/)?pdfkit/' },
  },
  {
    name: 'bull-rings-in-few-rooms',
    comment: 'Bull is seen by those who ring, those who listen, and those who look at the board.',
    from: { path: '^(apps|libs)/', pathNot: `^(libs/queues|apps/worker|apps/api/src/operators)/|${TESTS}` },
    to: { path: '(^|/)node_modules/(@nestjs/bull|bull|@bull-board)/' },
  },
  {
    name: 'ioredis-lives-in-cache',
    comment:
      'Redis is spoken to through the cache, and by Bull for itself: what is kept there is a help, never the truth.',
    from: { path: '^(apps|libs)/', pathNot: `^libs/cache/|${TESTS}` },
    to: { path: '(^|/)node_modules/ioredis/' },
  },
  {
    name: 'tests-are-not-shipped',
    comment: 'Nothing that runs in production imports test code.',
    from: { path: '^(apps|libs)/', pathNot: TESTS },
    to: { path: '^test/' },
  },
  {
    name: 'production-needs-no-dev-package',
    comment: 'What production imports is a dependency, not a development one.',
    from: { path: '^(apps|libs)/', pathNot: TESTS },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'imports-exist',
    comment: 'Every import leads somewhere.',
    from: { path: '^(apps|libs|test)/' },
    to: { couldNotResolve: true },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: rules.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^(dist|coverage)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
