package org.kvmsh.dsl.spec;

/** How a powerpc guest translates addresses: by a hashed page table or by a radix tree. */
public enum Mmu {
    HASH, RADIX
}
