export {
  CONSENT_PURPOSES,
  CONSENT_TEXTS,
  type ConsentPurpose,
  type ConsentText,
  type ConsentTexts,
} from './consents/consent-texts';
export {
  type ConsentDecision,
  type ConsentEvent,
  Consents,
  type ConsentState,
  type CurrentConsentText,
} from './consents/consents';
export { type CertificateClaims, certificateOf } from './erasure/certificate';
export { type ErasureClaim, ErasureWork } from './erasure/erasure-work';
export { Erasures, type ErasureView, reopenReturned } from './erasure/erasures';
export { ERASURE_STEPS, type ErasureStep, SETTLE_SECONDS, stepAfter } from './erasure/steps';
export { type Holding, PgHoldingsReader } from './holdings';
