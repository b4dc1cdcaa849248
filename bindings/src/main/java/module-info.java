/** KVM for Java: a board's kernel, its ioctls by name, and a class for each kind of descriptor. */
@SuppressWarnings("module") // The modules that packages are exported to are built after this one.
module org.kvmsh.bindings {
    requires apache.mime4j.core;
    requires com.sun.jna;
    requires net.fornwall.jelf;
    requires org.apache.commons.compress;
    requires org.apache.commons.text;
    requires org.tomlj;

    exports org.kvmsh.bindings.abi;
    exports org.kvmsh.bindings.board;
    exports org.kvmsh.bindings.kernel;
    exports org.kvmsh.bindings.kvm;
    exports org.kvmsh.bindings.kvm.rules;
    exports org.kvmsh.bindings.kvm.state;
    exports org.kvmsh.bindings.trace;

    // Packages that only kvmsh's own modules use; they may change at any time.
    exports org.kvmsh.bindings.abi.patch to
            org.kvmsh.dsl,
            org.kvmsh.headers,
            org.kvmsh.repl;
    exports org.kvmsh.bindings.board.qemu to
            org.kvmsh.repl;
    exports org.kvmsh.bindings.check to
            org.kvmsh.dsl,
            org.kvmsh.repl;
    exports org.kvmsh.bindings.code to
            org.kvmsh.dsl,
            org.kvmsh.repl;
    exports org.kvmsh.bindings.code.dwarf to
            org.kvmsh.dsl,
            org.kvmsh.repl;
    exports org.kvmsh.bindings.damage to
            org.kvmsh.repl;
    exports org.kvmsh.bindings.debug to
            org.kvmsh.dsl,
            org.kvmsh.repl;
    exports org.kvmsh.bindings.dryrun to
            org.kvmsh.dsl,
            org.kvmsh.repl;
    exports org.kvmsh.bindings.proposal to
            org.kvmsh.dsl,
            org.kvmsh.models;
    exports org.kvmsh.bindings.remote to
            org.kvmsh.repl;
    exports org.kvmsh.bindings.splat to
            org.kvmsh.dsl,
            org.kvmsh.repl;
    exports org.kvmsh.bindings.text to
            org.kvmsh.dsl,
            org.kvmsh.models,
            org.kvmsh.repl;

    uses org.kvmsh.bindings.abi.patch.FragmentReader;
    uses org.kvmsh.bindings.board.BoardSourceProvider;

    provides org.kvmsh.bindings.board.BoardSourceProvider with
            org.kvmsh.bindings.board.qemu.QemuProvider,
            org.kvmsh.bindings.damage.DamagedBoards;
}
