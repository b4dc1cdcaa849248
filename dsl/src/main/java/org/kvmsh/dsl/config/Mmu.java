package org.kvmsh.dsl.config;

/** How a powerpc guest translates addresses: by a hashed page table or by a radix tree. */
public enum Mmu {
    HASH,
    RADIX
}
