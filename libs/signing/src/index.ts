export { DownloadSigner, DOWNLOAD_LINK_SECONDS } from './download-signer';
export type { DownloadGrant, DownloadPayload, SignedLink } from './download-signer';
export { KeyRing } from './key-ring';
export type { DerivedKey, MasterKey } from './key-ring';
