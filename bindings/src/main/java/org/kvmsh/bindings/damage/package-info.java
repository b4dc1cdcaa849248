/**
 * A kernel with one thing wrong, to show which tests notice: {@link org.kvmsh.bindings.damage.DamagingKernel} makes a
 * {@link org.kvmsh.bindings.damage.Damage} to the calls that pass through it, and tells which damages they could have.
 * {@link org.kvmsh.bindings.damage.DamagedBoards} puts it in front of any board.
 */
package org.kvmsh.bindings.damage;
