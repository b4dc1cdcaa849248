package org.kvmsh.dsl.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kvm.DebugStop;
import org.kvmsh.bindings.kvm.Delivery;
import org.kvmsh.bindings.trace.TracedCall;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.OtherBoards;
import org.kvmsh.dsl.plan.step.Probe;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Skipped;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.session.test.TestEvidence;
import org.kvmsh.dsl.session.test.TestListener;
import org.kvmsh.dsl.session.test.TestRequest;
import org.kvmsh.dsl.session.test.TestResult;

/** Runs a script on a board and records each of its calls, with the test and the line that made it. */
public final class Recorder {
    /** The name of what is outside of tests; no test is called so. */
    static final String OUTSIDE = "";

    private static final String SCRIPT = "";

    private final Kvmsh kvmsh;
    private final Thread script = Thread.currentThread();
    private final Descriptors descriptors = new Descriptors();
    private final Map<String, List<RecordedCall>> outside = new LinkedHashMap<>();
    private final List<Recording.Part> tests = new ArrayList<>();
    private Map<String, List<RecordedCall>> part = outside;
    /**
     * Whether the calls are those of a guest that finds out what stops guests on both boards; they are not the
     * script's.
     */
    private volatile boolean probing;
    /**
     * Whether a proposal is in front of one of the boards: finding out who answers an ioctl takes other calls there,
     * and what it calls itself is its own.
     */
    private final boolean proposals;

    private Recorder(Kvmsh kvmsh, boolean proposals) {
        this.kvmsh = kvmsh;
        this.proposals = proposals;
    }

    /**
     * @param board closed at the end
     * @param other the board that it is compared with: guests are debugged with what both deliver, so that both make
     *     the same calls
     * @param running receives what ends the script, for any other thread, and null when it has ended
     */
    public static Recording record(Boards boards, Board board, Board other, Path file, Consumer<Runnable> running)
            throws IOException {
        try (Kvmsh kvmsh = new Kvmsh(boards, new PrintWriter(Writer.nullWriter()), step -> {})) {
            Recorder recorder = new Recorder(kvmsh, board.hasProposals() || other.hasProposals());
            Probe probe = new DebuggedAlike(Probe.of(board), other, recorder);
            Session session = new Session(board, new HostFacts(board, probe, OtherBoards.of(boards)), step -> {});
            session.tests().tell(recorder.tests());
            session.trace().tell(recorder::called);
            kvmsh.use(session);
            running.accept(kvmsh::end);
            TestResult ended = recorder.run(file);
            kvmsh.close();
            List<Recording.Part> parts = new ArrayList<>(recorder.tests);
            parts.add(0, new Recording.Part(List.copyOf(recorder.outside.values()), ended));
            return new Recording(board.name(), board.kernel().abi(), parts);
        } finally {
            running.accept(null);
        }
    }

    private TestResult run(Path file) throws IOException {
        try {
            kvmsh.run(file);
            return TestResult.passed(OUTSIDE, Duration.ZERO);
        } catch (ScriptError e) {
            Skipped skipped = Skipped.behind(e);
            return skipped != null
                    ? TestResult.skipped(OUTSIDE, skipped.getMessage())
                    : TestResult.failed(OUTSIDE, kvmsh.failure(e), List.of(), Duration.ZERO);
        }
    }

    /** Vcpus of one machine run at the same time, so each has its own order. */
    private synchronized void called(TracedCall call) {
        if (probing
                || call.origin() == CallOrigin.PROPOSAL_MADE
                || call.origin() == CallOrigin.KERNEL
                // A refused call is explained by what its kernel is asked then; the other board's may accept it.
                || call.origin() == CallOrigin.EXPLAINING
                || proposals && (call.origin() == CallOrigin.PROBING || CallOrigin.current() == CallOrigin.PROBING)) {
            return;
        }
        String on = descriptors.name(call);
        String order = Thread.currentThread() == script ? SCRIPT : on;
        Map<String, String> named =
                descriptors.seen(call, kvmsh.session().board().kernel().abi());
        long undefined =
                call.on() == FdKind.VCPU ? kvmsh.session().board().kernel().undefinedFlags(call.fd()) : 0;
        part.computeIfAbsent(order, first -> new ArrayList<>())
                .add(new RecordedCall(call, kvmsh.here(), on, named, undefined));
    }

    /** Each test is its own part. */
    private TestListener tests() {
        return new TestListener() {
            @Override
            public void begins(TestRequest asked) {
                begin();
            }

            @Override
            public void ended(TestRequest asked, TestResult result, TestEvidence evidence) {
                end(
                        result != null
                                ? result
                                : TestResult.error(
                                        asked.name(), "interrupted", Failure.NONE, List.of(), Duration.ZERO));
            }
        };
    }

    private synchronized void begin() {
        part = new LinkedHashMap<>();
        descriptors.begin();
    }

    private synchronized void end(TestResult result) {
        tests.add(new Recording.Part(List.copyOf(part.values()), result));
        part = outside;
    }

    /** A board's facts, except for debug stops, which are limited to those of the other board. */
    private record DebuggedAlike(Probe own, Board other, Recorder recorder) implements Probe {
        @Override
        public int capability(String name) {
            return own.capability(name);
        }

        @Override
        public boolean hasIoctl(Ioctl ioctl) {
            return own.hasIoctl(ioctl);
        }

        @Override
        public boolean hasVmType(String constant) {
            return own.hasVmType(constant);
        }

        @Override
        public boolean hasDevice(String constant) {
            return own.hasDevice(constant);
        }

        @Override
        public boolean hasDevice(long type) {
            return own.hasDevice(type);
        }

        @Override
        public Long told(String ioctl, String field) {
            return own.told(ioctl, field);
        }

        @Override
        public boolean isProposed(String ioctl) {
            return own.isProposed(ioctl);
        }

        @Override
        public Long initially(String device, String group, String attribute) {
            return own.initially(device, group, attribute);
        }

        @Override
        public Integer answer(long vmType, String ioctl, Map<String, Long> fields) {
            return own.answer(vmType, ioctl, fields);
        }

        @Override
        public Delivery delivers(DebugStop stop, long vmType) {
            recorder.probing = true;
            try {
                return own.delivers(stop, vmType).and(other.delivers(stop, vmType));
            } finally {
                recorder.probing = false;
            }
        }
    }
}
