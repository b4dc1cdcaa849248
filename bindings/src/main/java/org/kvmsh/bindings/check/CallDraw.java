package org.kvmsh.bindings.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.kvm.rules.Violation;

/**
 * Draws the next call of a sequence from the tables of the ABI. Every other argument is chosen by the rules among
 * several: one that breaks none, or one alone that few calls have broken.
 */
final class CallDraw {
    /** Those that take the host's memory for long, or block the signal that ends a run. */
    static final Set<String> LEFT_OUT = Set.of(
            "KVM_RUN",
            "KVM_SET_SIGNAL_MASK",
            "KVM_PPC_ALLOCATE_HTAB",
            "KVM_PPC_RESIZE_HPT_PREPARE",
            "KVM_PPC_RESIZE_HPT_COMMIT",
            "KVM_CREATE_SPAPR_TCE",
            "KVM_CREATE_SPAPR_TCE_64");

    private static final int MOST_VMS = 2;
    private static final int MOST_PARTS = 7;
    private static final int BETWEEN_GUESTS = 3;
    private static final int CANDIDATES = 10;
    private static final String CREATE_VM = "KVM_CREATE_VM";
    private static final String CREATE_VCPU = "KVM_CREATE_VCPU";
    private static final String CREATE_IRQCHIP = "KVM_CREATE_IRQCHIP";
    private static final String CREATE_DEVICE = "KVM_CREATE_DEVICE";
    private static final String MEMORY = "KVM_SET_USER_MEMORY_REGION";

    private final CheckedMachine machine;
    private final Abi abi;
    private final Random random;
    private final FieldValues values;
    private final Coverage coverage;
    private final Map<FdKind, Integer> opened = new EnumMap<>(FdKind.class);
    private final Map<FdKind, List<Ioctl>> ioctls = new EnumMap<>(FdKind.class);
    private final List<CheckedCall> waiting = new ArrayList<>();
    private final boolean isCareful;
    private boolean byRules;
    private int sinceGuest;
    /** What an ioctl has filled in, for the candidates of one call. */
    private String readBy;

    private byte[] read;

    /** How often each ioctl was drawn, and each rule broken, over all sequences. */
    static final class Coverage {
        private final Map<String, Integer> counts = new HashMap<>();

        void add(String what) {
            counts.merge(what, 1, Integer::sum);
        }

        int of(String what) {
            return counts.getOrDefault(what, 0);
        }
    }

    CallDraw(CheckedMachine machine, Coverage coverage, boolean isCareful, long seed) {
        this.isCareful = isCareful;
        this.machine = machine;
        this.abi = machine.abi();
        this.random = new Random(seed);
        this.values = new FieldValues(abi, random);
        this.coverage = coverage;
        waiting.addAll(machineOf());
    }

    /** Whether the rules chose the argument of the last call. */
    boolean isByRules() {
        return byRules;
    }

    CheckedCall next() {
        byRules = false;
        if (!waiting.isEmpty()) {
            return waiting.remove(0);
        }
        List<Part> parts = machine.parts();
        if (++sinceGuest > BETWEEN_GUESTS) {
            sinceGuest = 0;
            parts.stream()
                    .filter(part -> part.kind() == FdKind.VM)
                    .forEach(vm -> waiting.add(CheckedCall.plain(vm, CheckedCall.GUEST, 0, null)));
            if (!waiting.isEmpty()) {
                return waiting.remove(0);
            }
        }
        if (random.nextInt(10) == 0) {
            CheckedCall life = life(parts);
            if (life != null) {
                return life;
            }
        }
        CheckedCall drawn = null;
        while (drawn == null) {
            Part on = parts.get(random.nextInt(parts.size()));
            drawn = call(on, ioctl(on));
        }
        return drawn;
    }

    /** A VM with memory at 0 and a vCPU; on some the calls before the vCPU that not all VMs have. */
    private List<CheckedCall> machineOf() {
        List<CheckedCall> calls = new ArrayList<>();
        CheckedCall vm = CheckedCall.plain(Part.KVM, CREATE_VM, 0, opening(FdKind.VM));
        calls.add(vm);
        calls.add(new CheckedCall(
                vm.opens(),
                MEMORY,
                null,
                Map.of("memory_size", new Operand.Plain(0x10000), "userspace_addr", new Operand.Address(0)),
                0,
                null));
        if (abi.hasIoctl(CREATE_IRQCHIP) && random.nextBoolean()) {
            calls.add(CheckedCall.plain(vm.opens(), CREATE_IRQCHIP, 0, null));
            calls.addAll(
                    FirstCalls.after(abi, CREATE_IRQCHIP, vm.opens(), machine.pageSize(), machine::preferredTarget));
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            CheckedCall vcpu = CheckedCall.plain(vm.opens(), CREATE_VCPU, i, opening(FdKind.VCPU));
            calls.add(vcpu);
            List<CheckedCall> first =
                    FirstCalls.after(abi, CREATE_VCPU, vcpu.opens(), machine.pageSize(), machine::preferredTarget);
            if (!first.isEmpty() && random.nextInt(4) > 0) {
                calls.addAll(first);
            }
        }
        return calls;
    }

    private Part opening(FdKind kind) {
        return new Part(kind, opened.merge(kind, 1, Integer::sum));
    }

    /** A run, a close, or another VM; null if there is nothing for it. */
    private CheckedCall life(List<Part> parts) {
        Part part = parts.get(random.nextInt(parts.size()));
        return switch (part.kind()) {
            case VCPU ->
                random.nextInt(3) == 0
                        ? CheckedCall.plain(part, CheckedCall.CLOSE, 0, null)
                        : CheckedCall.plain(part, CheckedCall.RUN, 0, null);
            case VM, DEVICE -> random.nextInt(4) == 0 ? CheckedCall.plain(part, CheckedCall.CLOSE, 0, null) : null;
            case SYSTEM -> {
                if (opened.get(FdKind.VM) < MOST_VMS) {
                    waiting.addAll(machineOf());
                    yield waiting.remove(0);
                }
                yield null;
            }
        };
    }

    /** Of three that the part takes, the one that was drawn least. */
    private Ioctl ioctl(Part on) {
        List<Ioctl> all = ioctls.computeIfAbsent(
                on.kind(),
                kind -> abi.ioctls().stream()
                        .filter(ioctl -> ioctl.on().contains(kind) && !LEFT_OUT.contains(ioctl.name()))
                        .toList());
        Ioctl least = null;
        for (int i = 0; i < 3; i++) {
            Ioctl ioctl = all.get(random.nextInt(all.size()));
            if (least == null || coverage.of(ioctl.name()) < coverage.of(least.name())) {
                least = ioctl;
            }
        }
        coverage.add(least.name());
        return least;
    }

    /** @return null if care rejects all arguments that were tried */
    private CheckedCall call(Part on, Ioctl ioctl) {
        byRules = isCareful || random.nextBoolean();
        readBy = null;
        List<CheckedCall> candidates = new ArrayList<>();
        for (int i = byRules ? CANDIDATES : 1; i > 0; i--) {
            candidates.add(ioctl.pointed() == null ? plain(on, ioctl) : filled(on, ioctl));
        }
        return byRules ? chosen(candidates) : candidates.get(0);
    }

    private CheckedCall plain(Part on, Ioctl ioctl) {
        long value = ioctl.data() == Direction.VALUE || random.nextInt(4) == 0 ? values.argument(ioctl.name()) : 0;
        boolean isFull = machine.parts().size() >= MOST_PARTS;
        Part opens = null;
        if (ioctl.name().equals(CREATE_VM)) {
            opens = opening(FdKind.VM);
        } else if (ioctl.name().equals(CREATE_VCPU)) {
            value = random.nextBoolean() && !isFull ? random.nextInt(4) : value;
            opens = opening(FdKind.VCPU);
        }
        return CheckedCall.plain(on, ioctl.name(), value, opens);
    }

    private CheckedCall filled(Part on, Ioctl ioctl) {
        Map<String, Operand> fields = new LinkedHashMap<>();
        Struct struct = ioctl.pointed();
        String prior = prior(on, ioctl);
        abi.pointers(struct)
                .forEach(pointer -> fields.put(pointer.field(), new Operand.Address(Operand.Address.MEMORY)));
        if (random.nextInt(4) > 0) {
            fields.putAll(RightArguments.of(abi, ioctl.name(), machine.pageSize(), machine::preferredTarget));
        }
        int changes = new int[] {0, 1, 1, 1, 2, 3}[random.nextInt(6)];
        List<String> names = values.names(struct);
        for (int i = 0; i < changes && !names.isEmpty(); i++) {
            String name = names.get(random.nextInt(names.size()));
            long now = fields.get(name) instanceof Operand.Plain plain ? plain.value() : 0;
            fields.put(name, values.of(struct, name, now, machine.parts()));
        }
        Part opens = ioctl.name().equals(CREATE_DEVICE) ? opening(FdKind.DEVICE) : null;
        return new CheckedCall(on, ioctl.name(), prior, fields, 0, opens);
    }

    /** The KVM_GET_ ioctl of the same file with the same struct; null if the ABI has none. */
    private String prior(Part on, Ioctl ioctl) {
        String get = ioctl.name().replaceFirst("_SET_", "_GET_");
        return random.nextInt(5) > 0
                        && !get.equals(ioctl.name())
                        && abi.hasIoctl(get)
                        && ioctl.struct() != null
                        && abi.ioctl(get).struct() == ioctl.struct()
                        && abi.ioctl(get).on().contains(on.kind())
                ? get
                : null;
    }

    /** One that breaks no rule, or only one, which was broken least before. */
    private CheckedCall chosen(List<CheckedCall> candidates) {
        boolean wantsBroken = random.nextBoolean();
        CheckedCall best = isCareful ? null : candidates.get(0);
        int least = Integer.MAX_VALUE;
        String rule = null;
        for (CheckedCall candidate : candidates) {
            List<Violation> broken = wouldBreak(candidate);
            if (broken.isEmpty()) {
                best = best == null ? candidate : best;
                if (!wantsBroken) {
                    return candidate;
                }
            } else if (broken.size() == 1 && wantsBroken) {
                String text = candidate.call() + " " + broken.get(0).rule().text();
                if (coverage.of(text) < least) {
                    least = coverage.of(text);
                    best = candidate;
                    rule = text;
                }
            }
        }
        if (rule != null) {
            coverage.add(rule);
        }
        return best;
    }

    private List<Violation> wouldBreak(CheckedCall call) {
        KvmFile file = machine.file(call.on());
        Ioctl ioctl = abi.ioctl(call.call());
        if (ioctl.pointed() == null) {
            return file.wouldBreak(call.call(), call.value());
        }
        HeapRegion bytes = new HeapRegion(0, before(call, file), abi.order());
        try (Argument argument = Argument.in(file.kernel(), ioctl.pointed(), bytes)) {
            call.fields().forEach((field, value) -> argument.set(field, machine.operand(value)));
            return file.wouldBreak(call.call(), argument, machine.data());
        }
    }

    /** The struct without the changes: what another ioctl fills in is read once for all candidates. */
    private byte[] before(CheckedCall call, KvmFile file) {
        if (call.prior() == null) {
            Struct struct = abi.ioctl(call.call()).pointed();
            return new byte[struct.size() + CheckedMachine.elements(struct)];
        }
        if (!call.prior().equals(readBy)) {
            try (Argument argument = machine.argument(call.with(Map.of()), file)) {
                read = argument.region().bytes(0, (int) argument.region().size());
            }
            readBy = call.prior();
        }
        return read.clone();
    }
}
