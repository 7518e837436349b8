import { Foundations1764000000000 } from './1764000000000-foundations';
import { Reports1764000001000 } from './1764000001000-reports';
import { Feedback1764000003000 } from './1764000003000-feedback';
import { Imports1764000004000 } from './1764000004000-imports';
import { Stores1764000005000 } from './1764000005000-stores';
import { ApiKeys1764000007000 } from './1764000007000-api-keys';
import { Deliveries1764000008000 } from './1764000008000-deliveries';
import { PhoneChallenges1764000008100 } from './1764000008100-phone-challenges';
import { ExternalIdentities1764000008200 } from './1764000008200-external-identities';
import { ImportProgress1764000008500 } from './1764000008500-import-progress';

import { Erasures1764000009000 } from './1764000009000-erasures';
import { Consents1764000009500 } from './1764000009500-consents';
import { ArtefactCheck1764000009700 } from './1764000009700-artefact-check';
import { StoredBytes1764000009800 } from './1764000009800-stored-bytes';

/** In order; a new one goes to the end and is never changed once released. */
export const migrations = [
  Foundations1764000000000,
  Reports1764000001000,
  Feedback1764000003000,
  Imports1764000004000,
  Stores1764000005000,
  ApiKeys1764000007000,
  Deliveries1764000008000,
  PhoneChallenges1764000008100,
  ExternalIdentities1764000008200,
  ImportProgress1764000008500,
  Erasures1764000009000,
  Consents1764000009500,
  ArtefactCheck1764000009700,
  StoredBytes1764000009800,
];
