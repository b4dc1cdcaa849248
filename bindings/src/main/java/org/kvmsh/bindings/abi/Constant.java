package org.kvmsh.bindings.abi;

/**
 * A constant of the headers.
 *
 * @param value its 64 bits
 * @param origin the header or mail that defines it
 */
public record Constant(String name, long value, String origin) {}
