/**
 * A script's or a test's requirements of its board ({@link Needs}). If the board does not meet them,
 * {@link org.kvmsh.dsl.script.Skipped} ends the test or the script.
 */
package org.kvmsh.dsl.session.need;
