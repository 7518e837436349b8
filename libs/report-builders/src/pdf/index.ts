import { TEXT_FACES, face } from './face';

export { createPdfWriter } from './pdf-writer';

// Parsed with the module, which is loaded ahead of the first document, so that no document waits for it.
for (const file of Object.values(TEXT_FACES)) face(file);
