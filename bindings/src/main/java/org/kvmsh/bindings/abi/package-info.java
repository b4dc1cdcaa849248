/**
 * The kernel's UAPI headers as data: the ioctls, structs and constants of each architecture. An {@link Abi} is the
 * table of one architecture with its byte order and ioctl encoding, so a little-endian host can drive a big-endian
 * board, and no number is typed in Java: {@code abi.ioctl("KVM_RUN").request()} is 0xae80 on x86 and 0x2000ae80 on
 * powerpc. Read {@link Abi}, {@link Arch} and {@link Struct} first.
 *
 * <p>The tables are resources of this package, with one fact per line and the header that it comes from;
 * docs/developers/abi.md describes them. {@code rfc.tsv} has the proposals and is read on top of an architecture's
 * table. Facts that headers lack are in {@code ioctls.tsv} for ioctls, in {@code meanings.tsv} for fields and in
 * {@code commands.tsv} for the commands of one ioctl, each row with its source. {@link NumberText} formats a number of
 * a struct or an exit by these names.
 */
package org.kvmsh.bindings.abi;
