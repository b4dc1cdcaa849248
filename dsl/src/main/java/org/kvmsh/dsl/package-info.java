/**
 * kvmsh as a library. {@link Kvmsh} is the API: the current board with its session, and the front ends of both
 * languages. The shell, the runner, the specs and embedding programs run every text with it (docs/guide/embedding.md).
 * Outside of this package nothing uses a front end directly.
 */
package org.kvmsh.dsl;
