/**
 * The variables of a C program in guest memory, by name and type. {@link org.kvmsh.dsl.variable.GuestVariables} finds
 * them in the debugging information of the loaded files; {@link org.kvmsh.dsl.variable.CPlace} is a variable, a member
 * or an element, whose value is read and written in the type that the compiler gave it. Nothing is read before a script
 * asks for a variable.
 */
package org.kvmsh.dsl.variable;
