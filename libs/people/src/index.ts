export { type CertificateClaims, certificateOf } from './erasure/certificate';
export { type ErasureClaim, ErasureWork } from './erasure/erasure-work';
export { Erasures, type ErasureView, reopenReturned } from './erasure/erasures';
export { type ErasureStep, SETTLE_SECONDS, stepAfter } from './erasure/steps';
export { type Holding, PgHoldingsReader } from './holdings';
