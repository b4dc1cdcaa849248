package org.kvmsh.bindings.abi;

/** The direction that an ioctl's number encodes, which is not always the way its data goes. */
public enum Direction { NONE, READ, WRITE, READ_WRITE }
