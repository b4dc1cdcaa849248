/**
 * The patch reader, which adds the ioctls of a posted patch to an ABI. {@link PatchReader} reads a mail, a mailbox, a
 * diff or a header over an {@link org.kvmsh.bindings.abi.Abi} and returns a {@link Patch}: what it adds, its
 * documentation, its errors, warnings, and the extended ABI.
 *
 * <p>{@link Mailbox} splits mails like git mailsplit, and {@link MimeMail} decodes them with Apache James Mime4j, which
 * only this package uses. Each mail is a {@link PatchMail}, read over what the earlier ones added. {@link GrownStructs}
 * adds fields to structs of the ABI, which {@link StructTree} declares in C again, so that the header reader
 * ({@link FragmentReader}) lays them out.
 */
package org.kvmsh.bindings.abi.patch;
