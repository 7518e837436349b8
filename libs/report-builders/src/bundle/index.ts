export { createBundleWriter } from './bundle-writer';
