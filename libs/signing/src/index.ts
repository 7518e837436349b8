export { DownloadSigner } from './download-signer';
export type { DownloadGrant, DownloadPayload } from './download-signer';
export { KeyRing } from './key-ring';
export type { DerivedKey, MasterKey } from './key-ring';
export { DOWNLOAD_LINK_SECONDS } from './link-seal';
export type { SignedLink } from './link-seal';
export { RefusedRowsSigner } from './refused-rows-signer';
export type { RefusedRowsGrant } from './refused-rows-signer';
