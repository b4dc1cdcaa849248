package org.kvmsh.bindings.kvm;

import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.trace.TracingKernel;

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
    void add(long slot, byte[] words, boolean manual) {
        isManual = manual;
        pages.merge(slot, BitSet.valueOf(words), (one, other) -> {
            one.or(other);
            return one;
        });
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
                    for (int i = 0; i < count && i / Byte.SIZE < bitmap.size(); i++) {
                        if ((bitmap.getByte(i / Byte.SIZE) >> i % Byte.SIZE & 1) != 0) {
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

    /** The bytes of a bitmap are in the order of the pages where words are little-endian. */
    private static void add(BitSet carried, Region bitmap) {
        boolean little = bitmap.order() == ByteOrder.LITTLE_ENDIAN;
        carried.stream().filter(page -> page / Byte.SIZE < bitmap.size()).forEach(page -> {
            int at = little ? page / Byte.SIZE : (page / Long.SIZE + 1) * Long.BYTES - 1 - page % Long.SIZE / Byte.SIZE;
            bitmap.putByte(at, (byte) (bitmap.getByte(at) | 1 << page % Byte.SIZE));
        });
    }

    private static Region bitmap(Argument argument, Region... reached) {
        long address = argument.get("dirty_bitmap");
        return Stream.of(reached)
                .filter(region -> region.address() == address)
                .findFirst()
                .orElseGet(() -> argument.kernel() instanceof TracingKernel tracing
                        ? tracing.memoryAt(address, Long.BYTES)
                        : null);
    }
}
