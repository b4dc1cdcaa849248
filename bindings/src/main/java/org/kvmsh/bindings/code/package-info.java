/**
 * Instructions as text and as bytes. {@link Assembler} calls GNU as and ld of the binutils, {@link Disassembler} the
 * system's libcapstone through JNA; both are located at first use. {@link AttSyntax} is the syntax of x86 code in both.
 * A {@link CodeMode} is an architecture in one mode and byte order, with the names that each tool uses for it.
 * {@link ElfImage} is the loadable part of an ELF file; only this package uses the ELF library.
 */
package org.kvmsh.bindings.code;
