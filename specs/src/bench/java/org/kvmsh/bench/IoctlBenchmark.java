package org.kvmsh.bench;

import java.util.concurrent.TimeUnit;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.linux.LinuxKernel;
import org.kvmsh.dsl.session.Session;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The kernel interface without tracing: KVM_CHECK_EXTENSION, a system call that does almost nothing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IoctlBenchmark {
    private Session session;
    private Kernel kernel;
    private int kvm;
    private int request;
    private long capability;

    @Setup public void open() throws BoardUnavailable {
        session = Device.session(Boards.KVM);
        Abi abi = session.board().kernel().abi();
        kernel = new LinuxKernel(abi);
        kvm = session.board().kvm().fd();
        request = abi.ioctl("KVM_CHECK_EXTENSION").request();
        capability = abi.constant("KVM_CAP_NR_VCPUS");
    }

    @Benchmark public int checkExtension() {
        int answer = kernel.ioctl(kvm, request, capability);
        if (answer <= 0) {
            throw new IllegalStateException("KVM_CHECK_EXTENSION gave " + answer);
        }
        return answer;
    }

    @TearDown public void close() {
        session.close();
    }
}
