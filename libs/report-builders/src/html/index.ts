export { createHtmlWriter } from './html-writer';
