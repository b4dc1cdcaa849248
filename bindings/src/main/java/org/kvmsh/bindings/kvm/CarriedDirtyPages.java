package org.kvmsh.bindings.kvm;

import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.kvmsh.bindings.kernel.Region;

/**
 * The pages in the dirty logs of a VM whose place another one took: the next KVM_GET_DIRTY_LOG of each memslot returns
 * them too.
 */
final class CarriedDirtyPages {
    /** By memslot. */
    private final Map<Long, BitSet> pages = new ConcurrentHashMap<>();

    /** Whether KVM_GET_DIRTY_LOG leaves the log as it is (api.rst 7.18). */
    private boolean isManual;

    boolean isEmpty() {
        return pages.isEmpty();
    }

    /** Adds what a log returned. */
    void add(long slot, BitSet found, boolean manual) {
        isManual = manual;
        if (!found.isEmpty()) {
            pages.computeIfAbsent(slot, none -> new BitSet()).or(found);
        }
    }

    /** A call that the kernel took. */
    void called(String name, Argument argument, Region... reached) {
        switch (name) {
            case "KVM_GET_DIRTY_LOG" -> {
                long slot = argument.get("slot");
                BitSet carried = isManual ? pages.get(slot) : pages.remove(slot);
                Region bitmap = bitmap(argument, reached);
                if (carried != null && bitmap != null) {
                    add(carried, bitmap);
                }
            }
            case "KVM_CLEAR_DIRTY_LOG" -> {
                BitSet carried = pages.get(argument.get("slot"));
                Region bitmap = bitmap(argument, reached);
                if (carried != null && bitmap != null) {
                    int first = (int) argument.get("first_page");
                    int count = (int) argument.get("num_pages");
                    for (int i = 0; i < count && wordOf(i) + Long.BYTES <= bitmap.size(); i++) {
                        if ((bitmap.getLong(wordOf(i)) >> i % Long.SIZE & 1) != 0) {
                            carried.clear(first + i);
                        }
                    }
                }
            }
            case "KVM_SET_USER_MEMORY_REGION", "KVM_SET_USER_MEMORY_REGION2" -> {
                boolean logs = argument.get("memory_size") != 0
                        && (argument.get("flags") & argument.kernel().abi().constant("KVM_MEM_LOG_DIRTY_PAGES")) != 0;
                if (!logs) {
                    pages.remove(argument.get("slot"));
                }
            }
            default -> {}
        }
    }

    /** The words of a bitmap are the board's. */
    private static void add(BitSet carried, Region bitmap) {
        carried.stream()
                .filter(page -> wordOf(page) + Long.BYTES <= bitmap.size())
                .forEach(page -> {
                    long word = bitmap.getLong(wordOf(page));
                    bitmap.putLong(wordOf(page), word | 1L << page % Long.SIZE);
                });
    }

    private static int wordOf(int page) {
        return page / Long.SIZE * Long.BYTES;
    }

    private static Region bitmap(Argument argument, Region... reached) {
        long address = argument.get("dirty_bitmap");
        return Stream.of(reached)
                .filter(region -> region.address() == address)
                .findFirst()
                .orElseGet(() -> argument.kernel().memoryAt(address, Long.BYTES));
    }
}
