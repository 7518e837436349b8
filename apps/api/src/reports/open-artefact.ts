import type { ArtefactView } from '@pressroom/reports';
import type { ArtefactStore, ByteRange, OpenArtefact } from '@pressroom/storage';

/**
 * Opens the file that a row names, or a range of it.
 * @throws DomainError `gone` when it is lost, `broken`/`artefact_damaged` when it holds other bytes than were recorded:
 * before the answer begins, so that nothing damaged is sent as good
 */
export function openArtefact(
  store: ArtefactStore,
  { fileKey, bytes, sha256 }: ArtefactView,
  range: ByteRange | null = null,
): Promise<OpenArtefact> {
  const expected = { expectedBytes: bytes, expectedSha256: sha256 };
  return store.open(fileKey, range === null ? expected : { ...expected, range });
}
