/** Injection tokens of what has no class of its own. */
export const ARTEFACT_STORE = Symbol('ArtefactStore');
export const CLOCK = Symbol('Clock');
export const LOGGER = Symbol('Logger');
