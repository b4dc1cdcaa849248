/**
 * Debugging information of ELF files: {@link org.kvmsh.bindings.code.dwarf.DebugInfo} has the variables of a program
 * with their types, and the lines of its addresses. It reads DWARF 4 and 5 as GCC and Clang write them for C, without
 * asking a program.
 */
package org.kvmsh.bindings.code.dwarf;
