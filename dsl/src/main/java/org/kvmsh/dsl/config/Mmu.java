package org.kvmsh.dsl.config;

/** The address translation of a powerpc guest: by a hashed page table or by a radix tree. */
public enum Mmu {
    HASH,
    RADIX
}
