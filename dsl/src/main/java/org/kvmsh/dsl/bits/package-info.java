/**
 * Hardware state with the names of its bits. An architecture's table has the {@link org.kvmsh.dsl.bits.BitLayout} of
 * each register; {@link org.kvmsh.dsl.bits.NamedBits} is a {@link org.kvmsh.dsl.bits.HardwarePart} as a script sees it:
 * a table, its fields as members, and its difference from an earlier one.
 */
package org.kvmsh.dsl.bits;
