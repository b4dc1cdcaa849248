/**
 * KVM judged by its documented rules: {@link org.kvmsh.bindings.check.CallDraw} draws calls,
 * {@link org.kvmsh.bindings.check.CheckedMachine} makes them and says of each answer whether it is what the rules say,
 * and {@link org.kvmsh.bindings.check.Shrinking} finds the least sequence that still shows a difference.
 */
package org.kvmsh.bindings.check;
