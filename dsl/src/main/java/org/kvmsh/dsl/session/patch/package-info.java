/**
 * Posted patches in scripts. {@link SessionPatches} extends the headers of a session's board with a patch that is a
 * file, a text or a commit, and {@link Proposals} implements its ioctls in the script. The session is known as a
 * {@link PatchedSession}.
 */
package org.kvmsh.dsl.session.patch;
