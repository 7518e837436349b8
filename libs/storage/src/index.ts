export type {
  ArtefactStore,
  CreateOptions,
  ByteRange,
  FreeSpace,
  NewArtefact,
  OpenArtefact,
  OpenOptions,
  StoredFile,
} from './artefact-store';
export { isKey } from './keys';
export { blockingDisk } from './local/blocking-disk';
export { systemDisk, type Disk, type DiskFile } from './local/disk';
export { LocalStore } from './local/local-store';
export { openStore } from './open-store';
export { RoomWatch } from './room-watch';
